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
    # command line
    "cli_command": "Perintah '{got}' tidak dikenal; yang ada: {known}.{hint}",
    "cli_option": "Pilihan '{got}' tidak dikenal.{hint} Jalankan '{called} --help' untuk melihat semua pilihan.",
    "cli_option_empty": "Pilihan '{got}' memerlukan isi di belakangnya. Jalankan '{called} --help' untuk contohnya.",
    "cli_missing": "Perintah ini memerlukan '{name}'. Jalankan '{called} --help' untuk cara pakainya.",
    "cli_value": "Isi pilihan '{name}' harus {allowed}; diterima '{got}'. Perbaiki, atau jalankan '{called} --help'.",
    "cli_extra": "Ada masukan yang berlebih. Berkas dengan spasi di namanya diapit tanda kutip; jalankan '{called} --help' "
    "untuk cara pakainya.",
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
    # classroom: building the notebooks
    "notebook_unknown": "Buku kerja '{got}' tidak ada; yang tersedia: {known}. Sebutkan awal namanya, mis. 04.",
    "notebook_failed": "Satu sel gagal dijalankan ({words}). Perbaiki sumbernya; buku kerja lama tidak diubah.",
    "notebook_warning": "Sel kode ke-{number} menulis peringatan ({words}). Hilangkan sebabnya; buku kerja lama tidak diubah.",
    # population
    "margins_contradict": "Marjin ini tidak dapat dipenuhi bersama marjin lain: kategori '{category}' meleset {missed} orang. Longgarkan marjin itu atau jumlah jabatannya.",
    "person_impossible": "Tidak ada ASN yang cocok dengan isian {fields} di unit '{unit}'; isian itu bertentangan dengan jabatan di sana. Hapus salah satu isian.",
    # files: tables
    "file_type": "Berkas tabel harus CSV, XLSX, XLS, atau ODS; menurut isinya berkas ini {got}. Simpan ulang sebagai XLSX atau CSV.",
    "file_html": "Isi berkas ini halaman HTML, bukan lembar kerja, apa pun akhiran namanya. Buka di Excel atau LibreOffice, lalu 'Simpan sebagai' XLSX.",
    "file_password": "Berkas ini dikunci kata sandi. Buka, hapus kata sandinya, lalu simpan ulang.",
    "file_damaged": "Isi lembar kerja ini rusak dan tidak dapat dibaca. Buka di Excel atau LibreOffice, simpan ulang sebagai XLSX, lalu coba lagi.",
    "file_too_slow": "Lembar kerja ini belum selesai dibaca dalam {allowed} detik. Simpan hanya lembar yang diperlukan sebagai CSV.",
    "file_memory": "Memori komputer ini tidak cukup untuk membaca berkas sebesar ini. Pecah menjadi beberapa berkas, atau tutup aplikasi lain.",
    "zip_damaged": "Berkas ini terpotong atau rusak di dalam. Unduh atau salin ulang berkas aslinya.",
    "zip_bomb": "Isi berkas setelah dibuka paling besar {allowed} dan wajar mampatnya; berkas ini menjadi {got}. Simpan hanya lembar yang diperlukan.",
    "xml_entity": "Lembar kerja tidak boleh memuat deklarasi DOCTYPE atau ENTITY di dalam XML-nya. Simpan ulang dari Excel atau LibreOffice.",
    "sheet_too_large": "Satu lembar paling banyak {allowed} sel; lembar ini membentang sekurangnya {got}. Hapus baris dan kolom kosong di luar tabel, atau simpan sebagai CSV.",
    "text_encoding": "Teks harus {allowed} dari awal sampai akhir; di sini ada bita {got} yang bukan bagiannya. Simpan ulang sebagai 'CSV UTF-8'.",
    "text_control": "Teks tidak boleh berisi karakter kendali; di sini ada karakter bernomor {got}. Hapus karakter itu atau simpan ulang dari aplikasi asalnya.",
    "quote_stray": "Tanda kutip ganda hanya boleh membuka dan menutup sebuah sel; di sini ada yang di tengah sel. Hapus, atau tulis dua kali di dalam sel berkutip.",
    "quote_open": "Tanda kutip ganda yang dibuka di sini tidak pernah ditutup. Tutup tanda kutipnya, atau salin ulang berkas yang utuh.",
    "row_too_long": "Baris ini seharusnya paling banyak {allowed} sel; ditemukan {got}. Periksa pemisah atau koma desimal yang tidak diapit tanda kutip.",
    "table_columns": "Tabel paling banyak {allowed} kolom; baris ini {got}. Hapus kolom yang tidak diperlukan.",
    "table_empty": "Tidak ada isi tabel di sini. Periksa apakah berkas atau lembar yang benar yang disimpan.",
    "table_no_rows": "Judul kolom ada, tetapi tidak ada satu baris data pun di bawahnya. Isi datanya, lalu coba lagi.",
    "header_missing": "Judul kolom (baris berisi kata-kata di atas data) tidak ditemukan. Tambahkan satu baris judul kolom.",
    "header_duplicate": "Setiap judul kolom hanya boleh sekali; {got} sudah ada di kolom {first}. Ganti nama salah satunya.",
    "cells_merged": "Sel gabungan {got} di dalam data tidak menunjukkan milik siapa isinya. Pisahkan sel itu dan isi setiap barisnya.",
    "formula_uncached": "Sel ini berisi rumus yang belum dihitung. Buka berkas di Excel atau LibreOffice, simpan, lalu coba lagi.",
    "formula_error": "Rumus di sel ini menghasilkan galat {got}. Perbaiki rumusnya atau isi nilainya.",
    "alias_missing": "Kolom alias {got} tidak ada; kolom yang ada: {known}.{hint}",
    "alias_identity": "Kolom {got} berisi nomor identitas atau kontak, maka tidak dapat dipakai sebagai alias. Pilih kolom nomor urut atau kode lain.",
    # shipped data
    "sample_missing": "Folder '{got}' tidak ditemukan. Jalankan dari folder proyek, atau buat datanya dengan 'simkinerja data'.",
    "sample_city_unknown": "Kota '{got}' tidak ada dalam data sintetis; yang tersedia: {known}.{hint}",
    "sample_table_unknown": "Tabel '{got}' tidak ada dalam data sintetis; yang tersedia: {known}.{hint}",
    # survey: a planner's own file
    "survey_not_recognised": "Tidak ada tabel survei di berkas ini: kolom kesembilan unsur SKM tidak ditemukan. Judul kolom yang terbaca: {headers}. Pakai nama unsur (persyaratan, prosedur, waktu, ...) atau U1 sampai U9 sebagai judul kolom.",
    "survey_element_missing": "Unsur {label} tidak ditemukan di antara judul kolom. Yang tidak dikenal: {headers}. Perbaiki judulnya; bila unsur ini memang tidak ditanyakan, tulis --tanpa {key}.",
    "survey_element_empty": "Unsur {label} tidak berisi satu jawaban pun. Isi kolomnya; bila unsur ini memang tidak ditanyakan, tulis --tanpa {key}.",
    "survey_two_series": "Berkas ini memuat dua deret nomor unsur ({got}), masing-masing sembilan kolom; simkinerja tidak menebak yang mana jawabannya. Hapus deret yang bukan jawaban, atau ganti judulnya dengan nama unsur.",
    "survey_reversed": "Menurut keterangannya sendiri, di berkas ini 1 berarti terbaik (1 = Sangat ...), padahal pada SKM 4 terbaik. simkinerja tidak membalik jawaban; balik dahulu angkanya (1 menjadi 4, 2 menjadi 3, dan seterusnya) serta keterangannya.",
    "survey_fourteen": "Berkas ini memuat 14 unsur (KEP/25/M.PAN/2/2004, tidak berlaku lagi). Yang dihitung di sini sembilan unsur PermenPANRB 14/2017; susun ulang kolomnya menjadi sembilan unsur.",
    "survey_not_1_to_4": "Jawaban harus 1, 2, 3, atau 4 (4 terbaik); diterima {got}. Perbaiki selnya, atau kosongkan bila tidak dijawab.",
    "survey_word": "Jawaban harus 1 sampai 4 atau kata baku seperti 'Sangat mudah', 'Gratis', 'Kurang sesuai'; diterima {got}.{hint} Perbaiki selnya, atau kosongkan bila tidak dijawab.",
    "survey_unclear": "Jawaban {got} di sini dapat berarti dua hal (misalnya tidak pernah mengadu, atau tidak ada sarana pengaduan; gratis, atau tidak tahu). Ganti dengan angka 1 sampai 4, atau kosongkan bila bukan jawaban.",
    "survey_five_steps": "Kolom ini memakai tangga jawaban lebih dari empat tingkat (misalnya 'kurang' dan 'cukup' sekaligus); {got} tidak dapat ditempatkan pada skala 1-4 PermenPANRB 14/2017. Pakai empat tingkat.",
    "survey_transposed": "Tabel ini memuat unsur ke bawah dan responden ke samping. Putar tabelnya (Salin, Tempel Khusus, Transpose): satu baris satu responden, satu kolom satu unsur.",
    "survey_answer_count": "Tabel ini memuat banyaknya jawaban 1, 2, 3, dan 4; banyaknya jawaban harus bilangan bulat, bukan persen; diterima {got}. Tulis banyak orangnya.",
    "survey_counts_or_answers": "Semua isi tabel ini 1 sampai 4, sehingga tidak jelas apakah isinya banyaknya jawaban atau jawaban empat orang. Tulis jawaban tiap orang: satu baris satu responden, satu kolom satu unsur.",
    "survey_counts_several": "Beberapa lembar memuat banyaknya jawaban ({sheets}). Pilih satu dengan --lembar.",
    "survey_long_scale": "Berkas ini tampaknya memakai skala sampai {top} (angka di atas 4 muncul {times} kali), padahal skala SKM 1-4. simkinerja tidak mengubah skala; pakai kuesioner empat pilihan, atau jelaskan cara mengubahnya lalu ubah sendiri sebelum dihitung.",
    "survey_more_faults": "Masih ada {more} kesalahan lagi di kolom ini. Perbaiki yang sudah disebut, lalu jalankan lagi.",
    "survey_no_answers": "Tidak ada satu pun responden dengan jawaban. Isi paling sedikit satu baris.",
    "survey_column_unknown": "Kolom {got} untuk {what} tidak ditemukan; judul yang ada: {known}.{hint}",
    "survey_sheet_unknown": "Lembar '{got}' tidak ditemukan atau tidak berisi tabel; yang ada: {known}.{hint}",
    "survey_nrr": "NRR harus bilangan antara 1 dan 4, atau antara 25 dan 100 bila seluruh tabel memakai skala 0-100; diterima {got}. Perbaiki selnya.",
    "survey_nrr_scale": "Tabel NRR ini mencampur skala 1-4 dan skala 0-100 ({low} dan {high}). Pakai satu skala untuk semua unsur.",
    "survey_nrr_unknown": "Nama unsur {got} tidak dikenal.{hint} Pakai nama unsur (persyaratan, prosedur, waktu, ...) atau U1 sampai U9.",
    "survey_nrr_twice": "Unsur {label} sudah ada di baris {first}. Setiap unsur hanya sekali untuk setiap layanan dan periode.",
    "survey_count": "Jumlah responden harus bilangan bulat paling sedikit 1; diterima {got}. Perbaiki selnya.",
    # reports
    "output_exists": "Berkas hasil sudah ada dan tidak ditimpa. Pilih nama lain, atau tambahkan --timpa.",
    "output_suffix": "Hasil dapat berupa .xlsx, .docx, atau sebuah folder (memuat keduanya); diterima '{got}'.",
    "output_is_input": "Hasil tidak boleh menimpa berkas survei itu sendiri. Pilih nama lain.",
    "report_too_few": "Laporan tidak dibuat: hanya {n} responden. Angka dari kurang dari lima orang dapat membuka jawaban perorangan; kumpulkan lebih banyak responden.",
    # scores
    "unknown_officer": "pegawai bernomor {got} tidak ada di antara {n} pegawai yang dinilai. Periksa nomornya.",
    "score_no_column": "indikator '{label}' memerlukan kolom '{wanted}', tetapi tabel tidak memuatnya.{hint} Tambahkan kolom itu, atau keluarkan indikatornya dari skema.",
    "score_not_number": "isi kolom harus {allowed}; {n} sel lain dari itu, yang pertama '{got}'. Perbaiki sel itu atau kosongkan.",
    "score_no_scope": "cakupan indikator '{label}' memerlukan kolom '{column}', tetapi tabel tidak memuatnya. Tambahkan kolom itu, atau hapus cakupannya dari skema.",
    "score_missing": "angka pegawai {officer} kosong, sedangkan skema meminta berhenti bila ada yang kosong ({n} sel kosong seluruhnya). Isi angkanya, atau pilih 'missing: reweight'.",
}
