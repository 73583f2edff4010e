"""Membaca bekal luring: satu folder berisi proyek dan semua pustakanya, untuk ruang tanpa internet.

Standard library only: ``mulai.py`` reads a kit before there is an environment. ``bekal_buat.py`` makes one.

A kit is whole when it holds ``SHA256SUMS``: that file is written last and taken away before anything is
changed.
"""

import hashlib
import json
import re
import sys
import sysconfig
from collections import namedtuple
from pathlib import Path

MARK, SUMS, README = "bekal.json", "SHA256SUMS", "BACA_SAYA.txt"
WHEELS, PROJECT = "wheels", "simkinerja"
SYSTEM_NAMES = {"windows": "Windows", "linux": "Linux", "macos": "macOS"}


class KitError(Exception):
    """A kit cannot be made or used; the text is an Indonesian sentence that says what to do."""


Kit = namedtuple("Kit", "folder wheels pip")
Kit.__doc__ = "A whole kit whose wheels for this computer were checked; ``pip`` is a wheel that can be run."


def this_system():
    """System and machine of the running Python, e.g. ``("windows", "x86_64")``."""
    name = sysconfig.get_platform()
    system = {"win": "windows", "lin": "linux", "mac": "macos"}.get(name[:3], name)
    machine = re.split("[-_]", name, maxsplit=1)[-1] if system != "macos" else name.rsplit("-", 1)[-1]
    return system, {"amd64": "x86_64"}.get(machine, machine)


def target_key(system, machine, python):
    """Name of a target in the kit, e.g. ``windows-x86_64-3.12``."""
    return f"{system}-{machine}-{python}"


def said(key):
    """The name of a target as people say it."""
    system, machine, python = key.split("-", 2)
    return f"Python {python} di {SYSTEM_NAMES.get(system, system)} ({machine})"


def sha256(path):
    """Checksum of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(str(path), "rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def read_sums(path):
    """Checksums by relative path; empty where there is no such list."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = [line.split("  ", 1) for line in lines]
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def read_mark(folder):
    """What the kit says about itself; empty when the folder is no kit."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return mark if isinstance(mark, dict) and isinstance(mark.get("wheels"), dict) else {}


def beside(root):
    """The kit whose own copy of the project we are, or ``None``."""
    return root.parent if read_mark(root.parent) else None


def opened(folder):
    """Check a kit as far as this computer needs it.

    Raises KitError: no kit, an unfinished one, none for this Python, a damaged or missing file.
    """
    folder = Path(folder).expanduser().resolve()
    if not folder.is_dir():
        raise KitError(f"Folder bekal {folder} tidak ditemukan. Periksa huruf diska dan namanya.")
    mark = read_mark(folder)
    if not mark:
        raise KitError(
            f"Folder {folder} bukan bekal luring: berkas {MARK} tidak ada atau rusak. Sebutkan folder yang "
            "dibuat dengan 'python mulai.py bekal FOLDER'."
        )
    sums = read_sums(folder / SUMS)
    if not sums:
        raise KitError(
            f"Bekal {folder} belum selesai dibuat atau disalin (berkas {SUMS} tidak ada). Di komputer yang "
            "punya internet, jalankan lagi 'python mulai.py bekal FOLDER', lalu salin seluruh foldernya."
        )
    key = target_key(*this_system(), "{}.{}".format(*sys.version_info))
    names = mark["wheels"].get(key)
    if not names:
        held = "; ".join(said(each) for each in sorted(mark["wheels"]))
        raise KitError(
            f"Bekal ini tidak memuat pustaka untuk {said(key)}. Yang dimuat: {held}. Pakai salah satu versi "
            "itu, atau buat bekal dengan pilihan --python di komputer yang punya internet."
        )
    check_files(folder, [MARK, *(f"{WHEELS}/{name}" for name in names)], sums)
    pip = next((folder / WHEELS / name for name in names if name.startswith("pip-")), None)
    return Kit(folder, folder / WHEELS, pip)


def check_files(folder, names, sums):
    """Compare files with their checksums; raise with the first that differs and the number of them."""
    bad = []
    for name in names:
        try:
            good = sha256(folder / name) == sums.get(name)
        except OSError:
            good = False
        if not good:
            bad.append((name, "rusak" if (folder / name).exists() else "hilang"))
    if bad:
        name, how = bad[0]
        more = f" (dan {len(bad) - 1} berkas lain)" if len(bad) > 1 else ""
        raise KitError(
            f"Berkas bekal {name}{more} {how}. Salin ulang bekalnya, atau lengkapi dengan "
            "'python mulai.py bekal FOLDER' di komputer yang punya internet."
        )


def readme(wheels):
    """What the person with the USB stick reads first."""
    held = "\n".join(f"- {said(key)}" for key in sorted(wheels))
    return f"""BEKAL LURING simkinerja

Folder ini memuat proyek simkinerja dan semua pustakanya. Komputer yang memakainya
tidak memerlukan internet; Python-nya sendiri harus sudah terpasang.

Bekal ini memuat pustaka untuk:
{held}

CARA PAKAI (sekali di setiap komputer)
1. Salin folder '{PROJECT}' dari sini ke komputer, misalnya ke Dokumen.
2. Buka terminal (Windows: Command Prompt) di folder salinan itu.
3. Jalankan, dengan letak folder bekal ini sebagai pengganti E:\\BEKAL:
     Windows        py mulai.py --luring "E:\\BEKAL"
     Linux, macOS   python3 mulai.py --luring "/media/usb/BEKAL"
   Pemasangan 1 sampai 3 menit, lalu buku kerja terbuka di peramban.
   Berikutnya cukup: py mulai.py (atau python3 mulai.py).

TANPA MENYALIN
Kalau folder bekal ini boleh ditulisi, buka terminal di folder '{PROJECT}' di dalamnya
dan jalankan py mulai.py (atau python3 mulai.py). Bekal di sebelahnya ditemukan sendiri.

TANPA PYTHON SAMA SEKALI
Buka {PROJECT}/notebooks/halaman/index.html dengan klik dua kali: semua pelajaran untuk
dibaca dan dicetak. Panelnya tidak bergerak di sana.

MEMERIKSA SALINAN
Setiap pemasangan memeriksa berkas yang dipakainya. Untuk memeriksa semuanya di Linux:
  sha256sum --check {SUMS}
Windows dan macOS: belum dicoba.
"""
