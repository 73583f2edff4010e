"""L0: every Indonesian error sentence, by reason code.

Form: what is allowed, what came, what to do. The place is put in front by
:class:`simkinerja.errors.Problem`. Placeholders are filled by keyword.
"""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # usage of the public functions
    "parameter": "Parameter '{name}' pada {owner} harus {allowed}; diterima {got}. Contoh: {example}.",
    "unknown_city": "Kota '{got}' tidak dikenal; yang tersedia: {known}.{hint}",
    "unknown_rule": "Aturan '{got}' tidak dikenal; jalankan 'simkinerja aturan' untuk melihat daftarnya.{hint}",
    # any file
    "file_missing": "Berkas tidak ditemukan. Periksa nama dan foldernya, lalu coba lagi.",
    "file_empty": "Berkas kosong (0 bita). Simpan ulang dari aplikasi asalnya, lalu coba lagi.",
}
