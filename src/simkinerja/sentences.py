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
    "notebooks_missing": "Buku kerja tidak ditemukan. Jalankan perintah ini dari folder proyek simkinerja (yang berisi "
    "folder notebooks).",
    # any file
    "file_missing": "Berkas tidak ditemukan. Periksa nama dan foldernya, lalu coba lagi.",
    "file_empty": "Berkas kosong (0 bita). Simpan ulang dari aplikasi asalnya, lalu coba lagi.",
    # files: output
    "output_unwritable": "Berkas hasil tidak dapat ditulis ({cause}); tidak ada berkas yang diubah. Periksa foldernya, tutup berkas itu di aplikasi lain, lalu coba lagi.",
    # files: YAML
    "file_unreadable": "Berkas tidak dapat dibuka ({cause}). Periksa hak aksesnya, lalu coba lagi.",
    "file_folder": "Yang diharapkan sebuah berkas, tetapi ini sebuah folder. Sebutkan berkas di dalamnya.",
    "file_too_large": "Berkas paling besar {allowed}; berkas ini {got}. Pecah menjadi beberapa berkas.",
    "yaml_empty": "Berkas YAML ini tidak berisi apa pun. Isi sekurangnya satu baris 'kunci: nilai'.",
    "yaml_encoding": "Berkas YAML harus teks UTF-8; di sini ada bita yang bukan UTF-8. Simpan ulang sebagai UTF-8.",
    "yaml_control": "Berkas YAML tidak boleh berisi karakter kendali; di sini ada karakter bernomor {got}. Hapus karakter itu.",
    "yaml_syntax": "Penulisan YAML keliru: {cause}. Periksa indentasi, titik dua, dan tanda kutip pada baris ini.",
    "yaml_depth": "YAML paling dalam {allowed} tingkat; berkas ini lebih dalam. Sederhanakan susunannya.",
    "yaml_nodes": "YAML paling banyak memuat {allowed} nilai setelah acuan (*nama) dibuka; berkas ini memuat lebih dari itu. Hapus acuan yang berulang.",
    "yaml_recursive": "Acuan (*{got}) menunjuk ke dirinya sendiri. Tulis nilainya langsung.",
    "yaml_alias": "Acuan (*{got}) tidak punya jangkar (&{got}) sebelumnya. Tulis nilainya langsung.",
    "yaml_duplicate": "Setiap kunci hanya boleh sekali; kunci {got} sudah ada di baris {first}. Hapus salah satunya.",
    "yaml_tag": "Tanda jenis YAML (!...) tidak diizinkan; di sini ada {got}. Hapus tanda itu dan tulis nilainya saja.",
    "yaml_key": "Kunci harus teks atau bilangan bulat; di sini {got}. Tulis kunci sebagai kata biasa.",
    "yaml_merge": "Penggabungan (<<) tidak diizinkan. Tulis semua kunci satu per satu.",
    "yaml_number": "Bilangan harus terhingga dan wajar panjangnya; di sini {got}. Tulis bilangan biasa.",
    "yaml_documents": "Satu berkas memuat satu dokumen YAML; di sini mulai dokumen berikutnya. Pisahkan menjadi dua berkas.",
    "yaml_unknown_key": "Isian ini tidak dikenal; yang dikenal di sini: {known}.{hint} Hapus atau perbaiki namanya.",
    "yaml_missing_key": "Isian ini wajib ada tetapi belum ditulis. Tambahkan '{key}: ...'.",
    "yaml_value": "Isian ini harus {allowed}; diterima {got}.",
    # rules
    "holidays_unknown": "Hari libur dan cuti bersama tahun {year} belum dikenal pustaka hari libur, jadi tenggatnya tidak dapat dihitung; yang dikenal {first}-{last}. Perbarui pustaka 'holidays' atau pilih tanggal lain.",
    "rule_not_in_force": "Aturan '{code}' tidak berlaku pada {on}; masa berlakunya {spans}. Pilih tanggal di dalamnya.",
    # classroom: building the notebooks, shared data
    "notebook_unknown": "Buku kerja '{got}' tidak ada; yang tersedia: {known}. Sebutkan awal namanya, mis. 04.",
    "notebook_failed": "Satu sel gagal dijalankan ({words}). Perbaiki sumbernya; buku kerja lama tidak diubah.",
    "notebook_warning": "Sel kode ke-{number} menulis peringatan ({words}). Hilangkan sebabnya; buku kerja lama tidak diubah.",
    "shared_data_missing": "Data sintetis '{got}' tidak ditemukan. Jalankan buku kerja dari folder proyek, atau buat datanya dengan 'simkinerja data'.",
    "shared_city_unknown": "Kota '{got}' tidak ada di data/synthetic; yang tersedia: {known}.{hint}",
    # population
    "margins_contradict": "Marjin ini tidak dapat dipenuhi bersama marjin lain: kategori '{category}' meleset {missed} orang. Longgarkan marjin itu atau jumlah jabatannya.",
    "person_impossible": "Tidak ada ASN yang cocok dengan isian {fields} di unit '{unit}'; isian itu bertentangan dengan jabatan di sana. Hapus salah satu isian.",
}
