"""Membuat bekal luring: satu folder berisi proyek dan semua pustakanya, untuk ruang tanpa internet.

    python mulai.py bekal FOLDER                  buat, atau lengkapi, bekal di FOLDER
    python mulai.py bekal FOLDER --python 3.12    hanya untuk versi Python yang disebut (mis. 3.12,3.13)
    python mulai.py bekal FOLDER --sistem ini     hanya untuk sistem komputer ini (atau: windows)
    python mulai.py --luring FOLDER [PERINTAH]    siapkan dari bekal, tanpa internet

``mulai.py`` runs this in the environment, because telling which packages another system wants needs
``packaging``: pip itself evaluates the conditions of a requirement for the machine it runs on, whatever
``--platform`` says, and would leave out what only Windows needs.

An interrupted run is never mistaken for a whole kit: the checksums are taken away before the first change
and written last, and a wheel is moved into its place only after pip has received all of it.
"""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import namedtuple
from pathlib import Path

from bekal import (
    MARK,
    PROJECT,
    README,
    SUMS,
    WHEELS,
    KitError,
    read_mark,
    read_sums,
    readme,
    said,
    sha256,
    target_key,
    this_system,
)

ROOT = Path(__file__).resolve().parent
OLD_SUMS, INCOMING = "SHA256SUMS.lama", ".unduh"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TOOLS = ("pip==26.3",)  # for a laptop whose Python came without pip; asked for nowhere else
MB_SHARED = 80  # measured, as is what each target adds; see docs/luring.md
MB_PER_TARGET = {"windows": 170, "linux": 222, "macos": 222}  # macOS: not measured
NOT_COPIED = {".git", ".venv", "__pycache__", "build", "dist", "keluaran"}
HIDDEN_SCRATCH = r"\..*(cache|checkpoints|run|hypothesis)"
NO_INTERNET = re.compile(
    "NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Max retries|ConnectionError|ProxyError"
    "|Connection (?:refused|reset|broken|aborted)|name resolution|SSLError|IncompleteRead|HTTPSConnectionPool"
)

Target = namedtuple("Target", "key system machine python tags")
Target.__doc__ = "One system and Python version; ``tags`` are the platforms of wheels it accepts, best first."


def say(text):
    """Print at once; a console that lacks a letter gets a question mark."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def platforms(system):
    """Wheel platforms of a system; on Linux none that needs a newer libc than 2.28."""
    if system == "windows":
        return ["win_amd64"]
    from packaging import tags

    found = list(tags.platform_tags())
    return [t for t in found if not (m := re.match(r"manylinux_2_(\d+)_", t)) or int(m[1]) <= 28]


def targets(pythons, systems):
    """Every wanted pair of system and Python version, without repeats."""
    own = this_system()
    pairs = [own if word == "ini" else ("windows", "x86_64") for word in systems]
    return [
        Target(target_key(system, machine, python), system, machine, python, platforms(system))
        for system, machine in dict.fromkeys(pairs)
        for python in pythons
    ]


def environments(target):
    """What conditions of requirements see on the target: its first and a late patch release."""
    names = {
        "windows": ("nt", "win32", "Windows"),
        "linux": ("posix", "linux", "Linux"),
        "macos": ("posix", "darwin", "Darwin"),
    }[target.system]
    machine = {"windows": "AMD64"}.get(target.system, target.machine)
    base = dict(zip(("os_name", "sys_platform", "platform_system"), names))  # noqa: B905
    base.update(platform_machine=machine, platform_release="", platform_version="", extra="")
    base.update(implementation_name="cpython", platform_python_implementation="CPython")
    fulls = [f"{target.python}.{patch}" for patch in (0, 99)]
    return [
        {**base, "python_version": target.python, "python_full_version": full, "implementation_version": full}
        for full in fulls
    ]


def accepted_tags(target):
    """Wheel tags the target accepts."""
    from packaging import tags

    version = tuple(int(part) for part in target.python.split("."))
    interpreter = "cp{}{}".format(*version)
    yield from tags.cpython_tags(version, abis=[interpreter], platforms=target.tags)
    yield from tags.compatible_tags(version, interpreter, target.tags)


def declared(root):
    """Requirements of the project: to run, and to build its editable install."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    # hatchling asks for editables only while it builds, so no metadata names it.
    return [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        "editables~=0.3",
        *TOOLS,
    ]


def read_pins(root):
    """Pinned version by normalised name."""
    from packaging.utils import canonicalize_name

    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {canonicalize_name(name): version.strip() for name, version in pairs}


def wheel_requires(wheel, extras):
    """Requirements in a wheel's metadata that count with the given extras, without that condition."""
    from packaging.requirements import Requirement

    with zipfile.ZipFile(str(wheel)) as archive:
        name = next(n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA"))
        head = archive.read(name).decode("utf-8").split("\n\n", 1)[0]
    lines = [line.split(":", 1)[1] for line in head.splitlines() if line.startswith("Requires-Dist:")]
    return [(Requirement(line), frozenset(extras)) for line in lines]


class Making:
    """One run that makes or completes a kit."""

    def __init__(self, folder, root, pip):
        self.folder, self.root, self.pip = folder, root, pip
        self.pins, self.declared = read_pins(root), declared(root)
        self.sums = {**read_sums(folder / OLD_SUMS), **read_sums(folder / SUMS)}
        self.changed = False
        self.have = {}  # wheel name -> (distribution, version, tags)

    def change(self):
        """Take the mark of wholeness away before the first change."""
        if not self.changed:
            self.changed = True
            if (self.folder / SUMS).exists():
                os.replace(str(self.folder / SUMS), str(self.folder / OLD_SUMS))

    def begin(self):
        """Make the folder, mark it as ours, and see which wheels in it are good."""
        from packaging.utils import parse_wheel_filename

        (self.folder / WHEELS).mkdir(parents=True, exist_ok=True)
        if not read_mark(self.folder):
            self.change()
            self.write(MARK, json.dumps({"wheels": {}}).encode())
        shutil.rmtree(str(self.folder / INCOMING), ignore_errors=True)
        for path in sorted((self.folder / WHEELS).iterdir()):
            if self.good(path):
                name, version, _, tags = parse_wheel_filename(path.name)
                self.have[path.name] = (name, version, tags)
            else:
                say(f"   {path.name} rusak; diganti.")
                self.change()
                path.unlink()

    def good(self, path):
        """Whether a wheel that lies in the kit is whole."""
        known = self.sums.get(f"{WHEELS}/{path.name}")
        if known:
            return sha256(path) == known
        try:  # left by an interrupted run, before it had checksums
            with zipfile.ZipFile(str(path)) as archive:
                return path.suffix == ".whl" and archive.testzip() is None
        except (OSError, zipfile.BadZipFile, EOFError):
            return False

    def pin(self, requirement):
        """The pinned version of what a requirement names, or ``None``."""
        from packaging.utils import canonicalize_name

        return self.pins.get(canonicalize_name(requirement.name))

    def find(self, requirement, accepted):
        """The wheel at hand that serves a requirement on a target, or ``None``."""
        from packaging.utils import canonicalize_name

        name, pin = canonicalize_name(requirement.name), self.pin(requirement)
        for wheel, (owner, version, tags) in self.have.items():
            right = owner == name and (str(version) == pin if pin else version in requirement.specifier)
            if right and not accepted.isdisjoint(tags):
                return wheel
        return None

    def complete(self, target, label):
        """Bring in every wheel the target needs, level by level; return their names."""
        from packaging.requirements import Requirement

        accepted, sights = set(accepted_tags(target)), environments(target)
        queue, seen, names = [(Requirement(text), ()) for text in self.declared], set(), set()
        while queue:
            wanted = {
                (r.name.lower(), *sorted(r.extras)): r
                for r, extras in queue
                if counts(r.marker, sights, extras)
            }
            wanted = {key: r for key, r in sorted(wanted.items()) if key not in seen}
            seen.update(wanted)
            missing = {key[0]: r for key, r in wanted.items() if self.find(r, accepted) is None}
            if missing:
                self.fetch(list(missing.values()), target, label)
            queue = []
            for requirement in wanted.values():
                wheel = self.find(requirement, accepted)
                if wheel is None:
                    raise KitError(no_wheel(requirement.name, target))
                names.add(wheel)
                queue += wheel_requires(self.folder / WHEELS / wheel, requirement.extras)
        return sorted(names)

    def fetch(self, missing, target, label):
        """Download wheels for a target and move them into the kit once all of them are there."""
        from packaging.utils import parse_wheel_filename

        say(f"   {label}: mengunduh {len(missing)} pustaka ...")
        self.change()
        incoming = self.folder / INCOMING
        asked = [f"{r.name}=={pin}" if (pin := self.pin(r)) else str_of(r) for r in missing]
        command = [*self.pip, "download", "--no-deps", "--only-binary=:all:", "--dest", str(incoming)]
        command += ["--implementation", "cp", "--python-version", target.python]
        command += ["--abi", "cp" + target.python.replace(".", "")]
        for tag in target.tags:
            command += ["--platform", tag]
        code, log = run(command + asked)
        # What has come whole is kept even when a later one failed: pip writes a file only after checking it.
        for path in sorted(incoming.glob("*.whl")) if incoming.is_dir() else []:
            if code == 0 or self.good(path):
                os.replace(str(path), str(self.folder / WHEELS / path.name))
                name, version, _, tags = parse_wheel_filename(path.name)
                self.have[path.name] = (name, version, tags)
        shutil.rmtree(str(incoming), ignore_errors=True)
        if code:
            raise KitError(why_failed(log, target))

    def write(self, name, data):
        """Write a file of the kit whole or not at all, if it differs."""
        path = self.folder / name
        if path.is_file() and path.read_bytes() == data:
            return
        if name != SUMS:
            self.change()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".baru")
        with open(str(fresh), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(str(fresh), str(path))

    def copy_project(self):
        """Bring the kit's copy of the project up to date; what a user changed in it is kept beside."""
        files = project_files(self.root)
        for name in files:
            path, data = self.folder / PROJECT / name, (self.root / name).read_bytes()
            known = self.sums.get(f"{PROJECT}/{name}")
            if path.is_file() and known and path.read_bytes() != data and sha256(path) != known:
                say(f"   {name} di bekal telah diubah orang; disimpan sebagai {path.name}.diubah")
                os.replace(str(path), str(path) + ".diubah")
            self.write(f"{PROJECT}/{name}", data)
        for name in set(self.sums) - {f"{PROJECT}/{n}" for n in files}:
            if name.startswith(PROJECT + "/") and (self.folder / name).is_file():
                self.change()
                (self.folder / name).unlink()
        return files

    def finish(self, wheels, files):
        """Write the list of contents, drop what no target needs, and last the checksums."""
        kept = {name for names in wheels.values() for name in names}
        for name in sorted(set(self.have) - kept):
            self.change()
            (self.folder / WHEELS / name).unlink()
        self.write(MARK, (json.dumps({"wheels": wheels}, indent=1, sort_keys=True) + "\n").encode())
        self.write(README, readme(wheels).replace("\n", "\r\n").encode("utf-8"))
        names = [MARK, README, *(f"{WHEELS}/{n}" for n in kept), *(f"{PROJECT}/{n}" for n in files)]
        lines = [f"{sha256(self.folder / name)}  {name}\n" for name in sorted(names)]
        self.write(SUMS, "".join(lines).encode("utf-8"))
        (self.folder / OLD_SUMS).unlink(missing_ok=True)
        return sum((self.folder / name).stat().st_size for name in names)


def str_of(requirement):
    """A requirement for pip, without its condition: that has been judged for the target already."""
    return f"{requirement.name}{requirement.specifier}"


def counts(marker, sights, extras):
    """Whether a condition holds on the target, in any of its patch releases and extras."""
    if marker is None:
        return True
    return any(marker.evaluate({**sight, "extra": extra}) for sight in sights for extra in (extras or {""}))


def no_wheel(name, target):
    """The sentence for a package that offers no wheel."""
    return (
        f"Pustaka {name} tidak menyediakan wheel untuk {said(target.key)}. Buat bekal tanpa versi itu, mis. "
        "dengan pilihan --python 3.12,3.13."
    )


def full_disk():
    """The sentence for a disk without room."""
    return (
        "Diska tempat bekal penuh. Kosongkan tempat atau pilih diska lain, lalu jalankan perintah yang sama."
    )


def why_failed(log, target):
    """The sentence for a failed download."""
    if "No space left" in log or "Errno 28" in log:
        return full_disk()
    if NO_INTERNET.search(log):
        return (
            "Unduhan terputus: internet mati atau diblokir proksi kantor. Periksa sambungan, lalu jalankan "
            "perintah yang sama; yang sudah terunduh tidak diunduh lagi."
        )
    lost = re.search(r"No matching distribution found for ([^\s=<>~!;]+)", log)
    if lost:
        return no_wheel(lost[1], target)
    return "Unduhan gagal. Akhir catatan pip:\n" + "\n".join(log.splitlines()[-8:])


def run(command):
    """Run pip with one moving line of progress; return its exit code and its words."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")
    words = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as process:
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            words.append(line)
            got = re.search(r"(?:Downloading|Using cached|Saved) (?:\S*[/\\])?([^\s/\\]+\.whl)", line)
            if got and sys.stdout.isatty():
                print(f"\r      {got[1]:<60.60}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r" + " " * 70 + "\r", end="", flush=True)
    return process.returncode, "\n".join(words)


def project_files(root):
    """Files of the project: what git tracks, or everything but caches where there is no git."""
    if (root / ".git").exists():
        try:
            done = subprocess.run(["git", "ls-files", "-z"], cwd=str(root), capture_output=True)
        except OSError:
            done = None
        if done is not None and done.returncode == 0 and done.stdout:
            names = done.stdout.decode("utf-8").split("\0")
            return sorted(name for name in names if name and (root / name).is_file())
    found = []
    for folder, below, names in os.walk(str(root)):
        below[:] = [b for b in below if b not in NOT_COPIED and not re.fullmatch(HIDDEN_SCRATCH, b)]
        found += [Path(folder, name) for name in names if not name.endswith((".pyc", ".diubah"))]
    return sorted(path.relative_to(root).as_posix() for path in found)


def parsed(arguments):
    """Folder, Python versions and systems out of the command line."""
    rest, options = [], {"--python": ",".join(PYTHONS), "--sistem": "ini,windows"}
    words = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while words:
        word = words.pop(0)
        if word in options and words:
            options[word] = words.pop(0)
        elif word.startswith("-"):
            raise KitError(
                f"Pilihan '{word}' tidak dikenal atau tanpa isi; yang ada: --python 3.12,3.13 "
                "dan --sistem ini."
            )
        else:
            rest.append(word)
    if len(rest) != 1:
        raise KitError(
            "Sebutkan satu folder tempat bekal, mis. 'python mulai.py bekal E:\\BEKAL'. Nama yang memuat "
            "spasi diapit tanda kutip."
        )
    pythons, systems = (options[key].replace(" ", "").split(",") for key in ("--python", "--sistem"))
    for python in pythons:
        if not re.fullmatch(r"3\.\d+", python) or int(python[2:]) < 11:
            raise KitError(
                f"Isi --python harus versi mulai 3.11, dipisah koma, mis. 3.12,3.13; diterima '{python}'."
            )
    for system in systems:
        if system not in ("ini", "windows"):
            raise KitError(f"Isi --sistem harus 'ini', 'windows', atau 'ini,windows'; diterima '{system}'.")
    return Path(rest[0]).expanduser().resolve(), pythons, systems


def check_place(folder, root, wanted):
    """Refuse a place that cannot hold the kit, before anything is downloaded."""
    if folder == root or root in folder.parents:
        raise KitError(
            f"Folder bekal harus di luar folder proyek {root}; diterima {folder}. Pilih tempat lain, "
            "mis. diska USB."
        )
    if folder in root.parents:
        raise KitError(f"Proyek ini sendiri terletak di dalam {folder}. Pilih folder lain untuk bekalnya.")
    if folder.exists() and not folder.is_dir():
        raise KitError(f"{folder} sebuah berkas, bukan folder. Sebutkan nama folder baru.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise KitError(
            f"Folder {folder} sudah berisi hal lain dan bukan bekal. Sebutkan folder baru atau yang kosong."
        )
    near = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if near is None:  # a drive letter without a drive
        raise KitError(f"Diska untuk {folder} tidak ditemukan. Pasang diska USB-nya, atau periksa hurufnya.")
    held = sum(p.stat().st_size for p in folder.glob(WHEELS + "/*.whl")) if folder.is_dir() else 0
    need = (MB_SHARED + sum(MB_PER_TARGET[target.system] for target in wanted)) * 1_000_000 - held
    free = shutil.disk_usage(str(near)).free
    if free < need:
        raise KitError(
            f"Diska tempat bekal tidak cukup: perlu sekitar {need // 1_000_000} MB, tersisa "
            f"{free // 1_000_000} MB. Kosongkan tempat, pilih diska lain, atau kurangi versinya, "
            "mis. --python 3.12."
        )


def make(folder, root, wanted, pip):
    """Make or complete a kit; return its size in bytes."""
    making = Making(folder, root, pip)
    making.begin()
    wheels = {}
    for number, target in enumerate(wanted, 1):
        wheels[target.key] = making.complete(target, f"{number}/{len(wanted)}")
        say(f"{number}/{len(wanted)} {said(target.key)}: {len(wheels[target.key])} pustaka ada.")
    files = making.copy_project()
    say(f"Proyek: {len(files)} berkas ada. Menghitung tanda periksa ...")
    return making.finish(wheels, files)


def main(arguments):
    """Make a kit; the first argument is the pip to use, as JSON. Return an exit code."""
    try:
        folder, pythons, systems = parsed(arguments[1:])
        wanted = targets(pythons, systems)
        check_place(folder, ROOT, wanted)
        size = make(folder, ROOT, wanted, json.loads(arguments[0]))
    except KitError as error:
        say(str(error))
        return 1
    except OSError as error:
        cause = f"Bekal tidak dapat ditulis: {error}. Periksa izin tulis dan diskanya, lalu jalankan lagi."
        say(full_disk() if error.errno == errno.ENOSPC else cause)
        return 1
    except KeyboardInterrupt:
        say("\nDihentikan; bekal belum utuh. Jalankan perintah yang sama untuk melanjutkan.")
        return 130
    say(
        f"Bekal siap di {folder}: {size // 1_000_000} MB. Salin seluruh foldernya; cara pakainya di {README}."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
