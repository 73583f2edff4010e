"""The role chooser of the first notebook: who you are decides what to open next."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

__all__ = ["ROLES", "Role", "panel_role", "path_html"]


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of reader: what he or she wants and the way through the lessons.

    Parameters
    ----------
    key, label, wish : str
        Name in code, Indonesian name, and the question this reader comes with.
    steps : tuple of (str, str)
        What to do, and why, in order.
    """

    key: str
    label: str
    wish: str
    steps: tuple[tuple[str, str], ...]


ROLES: tuple[Role, ...] = (
    Role(
        "fasilitator",
        "Fasilitator pelatihan",
        "Saya memandu pegawai lain dan perlu contoh yang memancing diskusi.",
        (
            ("Selesaikan buku kerja ini", "15 menit; inilah kejutan pertama yang dapat Anda pakai di kelas."),
            (
                "Buka 03_menghitung_skor",
                "Setiap peserta melihat nilainya sendiri terjadi, dan apa yang akan mengubahnya.",
            ),
            ("Buka 04_suara_warga", "Panelnya cocok ditayangkan: minta peserta menebak, lalu geser."),
            (
                "Jalankan: simkinerja lokakarya --jaringan",
                "Pelajaran yang sama sebagai halaman tanpa kode di ponsel peserta.",
            ),
            ("Buka 01_data_sintetis", "Untuk menjawab pertanyaan peserta: dari mana angka-angka ini?"),
            ("Buka 05_penilai", "Peserta menjadi atasan, menilai enam orang, lalu melihat kenyataannya."),
            ("Buka 07_pemantauan", "Absen mesin dan potongan: minta tebakan, lalu lihat tahun kedua."),
            ("Buka 08_resistensi", "Ada yang menolak? Biarkan ia menantang asumsi simulasinya."),
            (
                "Buka 11_lima_kasus",
                "Pilih satu kalimat dari lima kota, lalu cari syarat yang menggugurkannya.",
            ),
            ("Buka 12_loket", "Keluhan yang dikenal semua orang: antre. Mintalah tebakan dulu."),
        ),
    ),
    Role(
        "perencana",
        "Perencana atau pengelola kinerja",
        "Saya punya berkas survei dan harus mempertanggungjawabkan angkanya.",
        (
            ("Selesaikan buku kerja ini", "15 menit; Anda melihat apa yang tidak dikatakan sebuah nilai."),
            ("Buka 02_merancang_indikator", "Susun skema, baca nasihatnya, simpan sebagai Excel."),
            ("Buka 03_menghitung_skor", "Bandingkan sistem lama dan baru: siapa naik, siapa turun."),
            ("Buka 04_suara_warga", "IKM, jumlah responden, dan huruf mutu yang jujur."),
            ("Buka 05_penilai", "Apa yang diperbaiki penilai kedua, kalibrasi, atau kurva; apa yang tidak."),
            ("Buka 06_pelatihan", "Apa yang dibeli anggaran pelatihan, dan bagaimana membuktikannya."),
            ("Buka 07_pemantauan", "Mencatat, menindak, memeriksa: mana yang masih bekerja tahun kedua."),
            ("Buka 08_resistensi", "Pidato, pertemuan, atau sanksi: isian yang naik dan harganya."),
            ("Buka 11_lima_kasus", "Sebelum meniru kota lain: klaim mana yang bertahan, dengan syarat apa."),
            ("Buka 12_loket", "Satu loket lagi atau layanan yang lebih singkat: hitung dulu."),
            (
                "Jalankan: simkinerja nilai BERKAS atau simkinerja skm BERKAS",
                "Kedua perintah ini membaca tabel nilai dan survei kantor Anda sendiri.",
            ),
        ),
    ),
    Role(
        "mahasiswa",
        "Mahasiswa atau peneliti",
        "Saya ingin data yang kebenarannya diketahui untuk menguji metode.",
        (
            ("Selesaikan buku kerja ini", "15 menit; catatan dan kebenaran ternyata dua hal."),
            ("Buka 01_data_sintetis", "Tabel, kolom true_, dan cara membuktikan bahwa datanya sintetis."),
            (
                "Buka 02_merancang_indikator",
                "Seberapa dekat sebuah skema dengan kinerja yang sebenarnya?",
            ),
            ("Buka 03_menghitung_skor", "Setiap tahap nilai, dan peluang predikatnya."),
            (
                "Buka 04_suara_warga",
                "Sebaran sampel, label yang jujur, dan kesalahan program orang lain.",
            ),
            ("Buka 05_penilai", "Bagian varians penilai, Spearman-Brown, dan yang tidak teridentifikasi."),
            ("Buka 06_pelatihan", "Regresi ke rata-rata, undian, dan nasib yang sama di dua dunia."),
            ("Buka 07_pemantauan", "Yang dilaporkan dan yang benar; penegakan yang terkikis."),
            ("Buka 08_resistensi", "Nasib lawan asumsi: mana yang menentukan lebar sebarannya."),
            ("Buka 11_lima_kasus", "Kalimat kausal diuji: undian parameter, kisi syarat, yang terlihat."),
            ("Buka 12_loket", "Rumus antrean, hari yang diulang, dan kapan keduanya berbeda."),
        ),
    ),
)


def path_html(role: Role) -> str:
    """The way of one role as HTML.

    Examples
    --------
    >>> path_html(ROLES[1]).count("<li>")
    11
    """
    items = "".join(f"<li><b>{escape(what)}.</b> {escape(why)}</li>" for what, why in role.steps)
    head = f"<b>{escape(role.label)}.</b> <i>{escape(role.wish)}</i>"
    return f'<div style="max-width:42rem;line-height:1.5">{head}<ol style="margin:.3rem 0">{items}</ol></div>'


class RolePanel(ipywidgets.VBox):  # type: ignore[misc]
    """Three buttons and the way of the chosen role."""

    def __init__(self) -> None:
        self.choice = ipywidgets.RadioButtons(
            options=[(role.label, role.key) for role in ROLES],
            description="Saya seorang:",
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="100%", max_width="28rem"),
        )
        self.way = ipywidgets.HTML()
        self.choice.observe(lambda _: self._show(), names="value")
        self._show()
        super().__init__([self.choice, self.way])

    def _show(self) -> None:
        chosen = next(role for role in ROLES if role.key == self.choice.value)
        self.way.value = f'<div role="status" aria-live="polite">{path_html(chosen)}</div>'

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        page = "".join(path_html(role) for role in ROLES)
        return {**bundle, "text/plain": "Panel: pilih peran", "text/html": page}


def panel_role() -> RolePanel:
    """Choose a role; the way through the lessons follows.

    Examples
    --------
    >>> panel = panel_role()
    >>> panel.choice.value = "perencana"
    >>> "simkinerja nilai" in panel.way.value
    True
    """
    return RolePanel()
