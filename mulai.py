"""Satu berkas untuk memulai: menyiapkan lingkungan kerja, lalu membuka buku kerja atau menguji.

    python mulai.py              siapkan bila perlu, lalu buka JupyterLab
    python mulai.py uji [...]    siapkan bila perlu, lalu jalankan semua uji (atau pytest dengan argumen)
    python mulai.py bangun [...] bangun ulang notebooks/*.ipynb dari notebooks/sumber/
    python mulai.py siap         siapkan saja
    python mulai.py perbaiki     buat ulang lingkungan dari awal
    python mulai.py bekal FOLDER buat bekal luring: proyek dan pustakanya untuk ruang tanpa internet
    python mulai.py --luring FOLDER [PERINTAH ...]   siapkan dari bekal itu, tanpa internet
    python mulai.py PERINTAH ... perintah simkinerja lain, mis. python mulai.py skm survei.xlsx

Standard library only, and the syntax of old Pythons, so that a Python which is too old still gets a
sentence and not a traceback.
"""

import hashlib
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP_NAME = "simkinerja-siap.json"
LOG_NAME = "pasang.log"
LOCK_NAME = ".venv.kunci"
OLDEST = (3, 11)
WARM_SECONDS = 300
INPUTS = ("pyproject.toml", "constraints.txt")
HELP_WORDS = {"-h", "--help", "bantuan"}
WITH_EXTRAS = ("uji", "bangun")


class SetupError(Exception):
    """Setting up failed; the text is an Indonesian sentence that says what to do."""


def say(text):
    """Print at once, also through a pipe; a console that lacks a letter gets a question mark."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def check_python(version):
    """Refuse a Python that is too old."""
    if tuple(version[:2]) < OLDEST:
        raise SetupError(
            "simkinerja memerlukan Python {}.{} atau lebih baru; yang dipakai sekarang {}.{}. Pasang versi "
            "baru (python.org), lalu jalankan berkas ini dengan versi itu, mis. 'py -3.11 mulai.py' di "
            "Windows atau 'python3.11 mulai.py' di Linux dan macOS.".format(*OLDEST, *version[:2])
        )


def check_processor(system, machine):
    """Refuse a Mac's Python for Intel: numba has no wheel for it, and pip's failure would tell nothing."""
    if system == "darwin" and machine == "x86_64":
        raise SetupError(
            "Di macOS, simkinerja memerlukan Mac berprosesor Apple (M1 atau lebih baru) dan Python untuk "
            "prosesor itu; Python yang dipakai sekarang untuk prosesor Intel. Di Mac berprosesor Apple, "
            "pasang Python dari python.org; di Mac Intel, baca pelajarannya di notebooks/halaman/index.html, "
            "atau pakai komputer lain."
        )


def venv_python(venv, platform=None):
    """Path of the interpreter inside a virtual environment, by platform."""
    if (platform or sys.platform).startswith("win"):  # belum dicoba
        return venv / "Scripts" / "python.exe"
    return venv / "bin" / "python"


def fingerprint(root, extras):
    """What the environment depends on; when it differs, the environment is outdated."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((root / name).read_bytes().replace(b"\r\n", b"\n"))
    return {
        "inputs": digest.hexdigest(),
        "python": list(sys.version_info[:3]),
        "root": str(root),
        "extras": sorted(extras),
    }


def read_stamp(venv):
    """The fingerprint of the last complete installation, or an empty one."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


# What lies in site-packages: a package that was deleted, or replaced by another version, is seen there.
PROBE = """
import json, os, sysconfig
print(json.dumps(sorted(n for n in os.listdir(sysconfig.get_paths()["purelib"]) if n != "__pycache__")))
import simkinerja
"""


def probe(venv):
    """What is installed in the environment; ``None`` if it does not run or lacks the package."""
    try:
        done = subprocess.run(
            [str(venv_python(venv)), "-c", PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            cwd=str(ROOT),
        )
        return set(json.loads(done.stdout.decode("utf-8"))) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def state(venv, wanted):
    """Tell ``siap``, ``belum``, ``usang`` (other packages are wanted) or ``rusak`` (must be made anew)."""
    if not venv.exists():
        return "belum"
    stamp = read_stamp(venv)
    if not stamp:
        return "rusak"
    for key in ("python", "root"):
        if stamp.get(key) != wanted[key]:
            return "rusak"
    found = probe(venv)
    if found is None or not set(stamp.get("packages", [])) <= found:
        return "rusak"
    if stamp.get("inputs") != wanted["inputs"] or not set(wanted["extras"]) <= set(stamp.get("extras", [])):
        return "usang"
    return "siap"


def pip_environment(offline=False):
    """Variables for pip; offline without anything that names an index or another source of wheels."""
    kept = {k: v for k, v in os.environ.items() if not (offline and k.upper().startswith("PIP_"))}
    if offline:
        kept["PIP_CONFIG_FILE"] = os.devnull
    return dict(kept, PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")


def run_logged(command, log, counter_of=None, offline=False):
    """Run a command, keep its words in a log, and show one moving line of progress."""
    environment = pip_environment(offline)
    seen = 0
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "env": environment, "cwd": str(ROOT)}
    with open(str(log), "a", encoding="utf-8") as out, subprocess.Popen(command, **pipes) as process:
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace")
            out.write(line)
            word = line.strip().split(" ")
            if counter_of and word[0] in counter_of and len(word) > 1:
                seen += 1
                if sys.stdout.isatty():
                    name = line.strip().replace("\\", "/").rsplit("/", 1)[-1]
                    name = name if word[0] == "Processing" else word[1]
                    print(f"\r   {seen:>3}  {name:<40.40}", end="", flush=True)
    if seen and sys.stdout.isatty():
        print("\r" + " " * 50 + "\r", end="", flush=True)
    return process.returncode


def log_tail(log, n=12):
    """The last lines of a log."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-n:])
    except OSError:
        return ""


def create(venv):
    """Make an empty environment; where ensurepip is missing (Debian), one without its own pip."""
    base = [sys.executable, "-m", "venv", "--clear"]
    done = subprocess.run([*base, str(venv)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    done = subprocess.run(
        [*base, "--without-pip", str(venv)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        raise SetupError(
            "Folder .venv tidak dapat dibuat di {}: {}. Periksa izin tulis dan sisa ruang diska, tutup "
            "program yang memakai folder .venv, lalu jalankan lagi.".format(
                venv.parent, done.stdout.decode("utf-8", "replace").strip()[-300:]
            )
        )


def keep_foreign(venv):
    """Move an environment that we did not make out of the way: what somebody installed is not ours."""
    if not venv.exists() or any((venv / name).exists() for name in (STAMP_NAME, LOG_NAME)):
        return
    if venv.is_dir() and not any(venv.iterdir()):
        return
    number = 1
    while venv.with_name(f"{venv.name}.lama-{number}").exists():
        number += 1
    aside = venv.with_name(f"{venv.name}.lama-{number}")
    try:
        venv.rename(aside)
    except OSError as error:
        raise SetupError(
            f"Folder {venv} bukan buatan mulai.py dan tidak dapat dipindahkan ({error}). Pindahkan atau "
            "ganti namanya, lalu jalankan lagi."
        ) from error
    say(f"   Folder {venv.name} yang lama bukan buatan mulai.py; disimpan sebagai {aside.name}.")


def pip_command(venv):
    """The pip of the environment, or ours working on it."""
    python = str(venv_python(venv))
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def install(venv, root, extras):
    """Install the package and its pinned dependencies; raise with the end of the log when it fails."""
    target = str(root) + ("[" + ",".join(sorted(extras)) + "]" if extras else "")
    log = venv / LOG_NAME
    command = [*pip_command(venv), "install", "-c", str(root / "constraints.txt"), "-e", target]
    if run_logged(command, log, counter_of=("Collecting",)) != 0:
        raise SetupError(
            "Pemasangan pustaka gagal. Yang paling sering: internet terputus atau diblokir proksi kantor. "
            "Periksa sambungan, lalu jalankan perintah yang sama; yang sudah terunduh tidak diunduh lagi.\n"
            f"Akhir catatan ({log}):\n{log_tail(log)}"
        )


def warm_up(venv):
    """Run the smallest simulation once, so that its loops are compiled now and not in front of a class."""
    log = venv / LOG_NAME
    try:
        with open(str(log), "a", encoding="utf-8") as out:
            command = [str(venv_python(venv)), "-m", "simkinerja.simulate.warm"]
            done = subprocess.run(
                command, stdout=out, stderr=subprocess.STDOUT, timeout=WARM_SECONDS, cwd=str(ROOT)
            )
        if done.returncode == 0:
            return
    except (OSError, subprocess.TimeoutExpired):
        pass
    say(
        "   Belum berhasil, tetapi yang lain siap dipakai. Simulasi pertama nanti lebih lama; bila gagal, "
        f"kirimkan catatan {log}."
    )


def kit_module():
    """The module about offline kits; it may use the syntax of the Pythons we accept."""
    here = str(Path(__file__).resolve().parent)
    if here not in sys.path:
        sys.path.insert(0, here)
    return importlib.import_module("bekal")


def kit_command(venv, kit):
    """The pip that installs from a kit: the environment's own, or the kit's."""
    python = str(venv_python(venv))
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [python, "-m", "pip"]
    return [python, str(kit.pip / "pip")]


def install_offline(venv, root, kit):
    """Install the package from a kit, without any network; the copy stays editable."""
    log = venv / LOG_NAME
    # Compiling every module doubles the time and adds a fifth to the size; Python compiles what is used.
    command = [*kit_command(venv, kit), "install", "--no-compile", "--no-index"]
    command += ["--find-links", str(kit.wheels)]
    command += ["-c", str(root / "constraints.txt"), "-e", str(root)]
    if run_logged(command, log, counter_of=("Processing", "Obtaining"), offline=True) != 0:
        raise SetupError(
            f"Pemasangan dari bekal {kit.folder} gagal. Yang paling sering: bekal dibuat dari versi proyek "
            "yang lain. Jalankan mulai.py dari folder simkinerja di dalam bekal itu, atau buat ulang "
            "bekalnya.\n"
            f"Akhir catatan ({log}):\n{log_tail(log)}"
        )


def checked_kit(folder, asked):
    """Check the kit that is asked for, or that lies beside us; ``None`` where the internet is to be used."""
    module = kit_module()
    place = folder if asked else module.beside(ROOT)
    if place is None:
        return None
    say(f"Memeriksa bekal luring {place} ...")
    try:
        return module.opened(place)
    except module.KitError as error:
        if asked:
            raise SetupError(str(error)) from None
        say(f"{error}\nDicoba lewat internet ...")
        return None


def try_lock(handle):
    """Take the lock of an open file if nobody holds it; the system frees it when we end, however we end."""
    try:
        if sys.platform.startswith("win"):  # belum dicoba
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def alone(lock, pause=1.0):
    """Wait until no other run of this file works on the environment: two at once would wreck it."""
    try:
        handle = open(str(lock), "a+b")  # noqa: SIM115
    except OSError as error:
        raise SetupError(
            f"Folder {lock.parent} tidak dapat ditulisi ({error}). Salin proyek ini ke folder Anda sendiri, "
            "misalnya Dokumen, lalu jalankan lagi dari sana."
        ) from error
    with handle:
        told = False
        while not try_lock(handle):
            if not told:
                say("Jendela lain sedang menyiapkan lingkungan kerja; menunggu sampai selesai ...")
            told = True
            time.sleep(pause)
        yield


def prepare(extras=(), anew=False, offline=None):
    """Bring ``.venv`` up to date, or make it anew, one run at a time; return the interpreter to use.

    ``offline`` is the folder of a kit to install from; without it a kit beside the project is used, unless
    extras are wanted: a kit holds none.
    """
    check_python(sys.version_info)
    check_processor(sys.platform, platform.machine())
    had = set() if offline else set(read_stamp(VENV).get("extras", []))
    if not anew and state(VENV, fingerprint(ROOT, set(extras) | had)) == "siap":
        return venv_python(VENV)
    with alone(VENV.parent / LOCK_NAME):
        return _prepare(extras, anew, offline)


def _prepare(extras, anew, offline):
    """Do the work of :func:`prepare`, with the lock held; another run may have done it meanwhile."""
    had = set() if offline else set(read_stamp(VENV).get("extras", []))
    wanted = fingerprint(ROOT, set(extras) | had)
    now = "rusak" if anew else state(VENV, wanted)
    if now == "siap":
        return venv_python(VENV)
    kit = None if wanted["extras"] else checked_kit(offline, asked=offline is not None)
    if now in ("belum", "rusak"):
        text = {
            "belum": "Menyiapkan lingkungan kerja di .venv",
            "rusak": "Lingkungan .venv dibuat ulang (rusak, pindah tempat, atau dari Python lain)",
        }[now]
        say("1/3 " + text + " (sekitar 10 detik) ...")
        keep_foreign(VENV)
        create(VENV)
        (VENV / LOG_NAME).touch()  # from here on it is known as ours, even if we are interrupted
    else:
        say("1/3 Lingkungan .venv ada, tetapi pustakanya usang atau kurang; diperbarui ...")
    (VENV / STAMP_NAME).unlink(missing_ok=True)
    if kit:
        say("2/3 Memasang pustaka dari bekal luring, tanpa internet (biasanya 1 sampai 3 menit) ...")
        install_offline(VENV, ROOT, kit)
    else:
        say("2/3 Memasang pustaka dengan versi terkunci (biasanya 2 sampai 6 menit, 225 sampai 365 MB) ...")
        install(VENV, ROOT, wanted["extras"])
    packages = probe(VENV)
    if packages is None:
        raise SetupError(
            "Pustaka terpasang tetapi tidak dapat dijalankan. Hapus folder .venv, lalu jalankan lagi; bila "
            f"berulang, kirimkan catatan {VENV / LOG_NAME}."
        )
    wanted["packages"] = sorted(packages)
    (VENV / STAMP_NAME).write_text(json.dumps(wanted), encoding="utf-8")
    say("3/3 Menyiapkan mesin simulasi (sekitar 15 detik) ...")
    warm_up(VENV)
    say("Siap.")
    return venv_python(VENV)


def test_steps(python, arguments):
    """The commands of the test suite: everything, or pytest with the given arguments only."""
    module = [str(python), "-m"]
    if arguments:
        return [("pytest", [*module, "pytest", *arguments])]
    return [
        ("gaya (ruff)", [*module, "ruff", "check", "."]),
        ("bentuk (ruff format)", [*module, "ruff", "format", "--check", "."]),
        ("tipe (mypy)", [*module, "mypy"]),
        (
            "contoh di dokumentasi fungsi",
            [*module, "pytest", "-q", "--doctest-modules", "src", "-p", "no:cacheprovider"],
        ),
        ("uji", [*module, "pytest", "-n", "auto", "--dist", "loadfile"]),
        (
            "buku kerja (nbval)",
            [
                *module,
                "pytest",
                "--nbval",
                "--nbval-current-env",
                "--nbval-cell-timeout=120",
                "--nbval-sanitize-with=notebooks/sanitasi.cfg",
                "-W",
                "default",
                "notebooks",
            ],
        ),
    ]


def test(python, arguments):
    """Run every step of the suite, also after a failure; return the worst exit code."""
    worst, failed = 0, []
    steps = test_steps(python, arguments)
    for number, (label, command) in enumerate(steps, 1):
        if len(steps) > 1:
            say(f"\n== {number}/{len(steps)} {label}")
        code = subprocess.call(command, cwd=str(ROOT))
        if code:
            worst = max(worst, code)
            failed.append(label)
    if failed:
        say("\nGAGAL: " + ", ".join(failed))
    elif len(steps) > 1:
        say("\nSemua uji lulus.")
    return worst


def start(command):
    """Run a command in our place, so that Ctrl-C and exit codes are its own."""
    if sys.platform.startswith("win"):  # belum dicoba: os.execv loses the console on Windows
        return subprocess.call(command)
    os.execv(command[0], command)
    return 0


def taken_offline(arguments):
    """Split off a leading ``--luring FOLDER``; return the folder or ``None``, and the rest."""
    if not arguments or arguments[0].split("=")[0] != "--luring":
        return None, arguments
    words = arguments[0].split("=", 1)[1:] + list(arguments[1:])
    if not words or not words[0]:
        raise SetupError(
            "Sesudah --luring sebutkan folder bekalnya, mis. 'python mulai.py --luring E:\\BEKAL'. Nama yang "
            "memuat spasi diapit tanda kutip."
        )
    if words[1:] and words[1] in WITH_EXTRAS:
        raise SetupError(
            f"Perintah '{words[1]}' memerlukan alat uji, yang tidak ada di dalam bekal. Jalankan di komputer "
            "yang punya internet, tanpa --luring."
        )
    return words[0], words[1:]


def main(arguments):
    """Dispatch; return an exit code."""
    try:
        offline, arguments = taken_offline(arguments)
    except SetupError as error:
        say(str(error))
        return 1
    word, rest = (arguments[0], arguments[1:]) if arguments else ("buka", [])
    if word in HELP_WORDS:
        say(__doc__.split("\n\nStandard library")[0])
        return 0
    try:
        python = prepare(("uji",) if word in WITH_EXTRAS else (), anew=word == "perbaiki", offline=offline)
    except SetupError as error:
        say(str(error))
        return 1
    if word in ("siap", "perbaiki"):
        return 0
    if word == "uji":
        return test(python, rest)
    if word == "bekal":
        return start([str(python), str(ROOT / "bekal_buat.py"), json.dumps(pip_command(VENV)), *rest])
    if word == "bangun":
        return start([str(python), "-m", "simkinerja.classroom.build", *rest])
    return start([str(python), "-m", "simkinerja", word, *rest])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nDihentikan. Jalankan perintah yang sama untuk melanjutkan.")
        sys.exit(130)
