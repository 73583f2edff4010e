# %% [markdown]
# # 07 · Pemantauan
#
# **45 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung berapa tarikan sebuah absen mesin yang tersisa bila atasan boleh memaafkan;
# 2. membedakan mencatat dari menindak, dan angka yang dilaporkan dari yang benar;
# 3. menjelaskan mengapa satu kantor yang dibandingkan sebelum dan sesudah dapat mengatakan apa saja.
#
# Semua pegawai di sini **sintetis**: dibuat komputer. Angka terbit disebut sumbernya.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from math import exp

import pandas as pd

from simkinerja import classroom as kelas

kelas.plain_errors()

# %% [markdown]
# ## Adegan: mesin absen di puskesmas
#
# Anda di dinas kesehatan. Di puskesmas hanya 60% hari kerja dihadiri. Vendor menawarkan absen wajah. Kepala
# dinas ingin tunjangan dipotong bila absen, tetapi kepala puskesmas boleh memberi izin susulan: *"Kita harus
# manusiawi."*
#
# Enam bulan pertama hasilnya bagus. **Keputusan Anda:** diperluas ke semua kantor, potongannya dibuat
# otomatis, atau cukup dicatat tanpa potongan?

# %% [markdown]
# ## Tebak dulu
#
# Dalam simulasi ini absen wajah dengan potongan penuh menaikkan kehadiran kira-kira 20 poin persen pada bulan
# pertama. Kepala puskesmas boleh memaafkan. Isi tebakan Anda, lalu tekan *Simpan tebakan*; ia hanya disimpan
# di halaman ini.

# %%
kelas.guess("sisa", "Berapa persen dari potongan itu masih dijalankan pada bulan ke-18?", 0, 100, "persen")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Mencatat saja tidak menarik siapa pun. Yang menarik adalah hasil kali tiga bilangan antara 0 dan 1:
#
# $$\text{tarikan} = \text{terlihat} \times \text{konsekuensi} \times \text{penegakan}$$
#
# Penegakan 1 bila otomatis. Bila orang dalam boleh memaafkan, sesudah *t* bulan ia tinggal *e* pangkat
# –(t/9,1)²: pelan pada mulanya, lalu habis.
#
# **Status:** rumus ini model. Angka 9,1 kami hitung dari Banerjee, Duflo dan Glennerster 2008, yang menemukan
# pengaruhnya habis pada bulan ke-18. PP 94/2021 dan aturan TPP daerah menentukan potongan; apakah dijalankan,
# itu soal lain.

# %%
kelas.show_rule(kelas.monitoring_numbers(), "Angka dalam buku kerja ini")

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga cara memakai mesin yang sama, sembilan bulan sesudah dipasang. Mesinnya melihat semua kehadiran, jadi
# *terlihat* 1. Konsekuensi 0,8 berarti atasan bertindak atas catatan.

# %%
tiga = pd.DataFrame({"konsekuensi": [0.0, 0.8, 0.8], "otomatis": [True, False, True], "bulan": 9})
kelas.show(tiga, "Tiga cara", digits=1)

# %%
penegakan = pd.Series([1, exp(-((9 / 9.1) ** 2)), 1])
tarikan_tangan = 1 * tiga.konsekuensi * penegakan
kelas.show(tiga.assign(tarikan=tarikan_tangan), "Tarikan, tangan")

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka menjalankan simulasinya sampai bulan itu dan melihat tarikan yang dirasakan pegawai. Baris `assert`
# berarti: *kalau tidak sama, berhentilah dan beri tahu saya*.

# %%
pustaka = kelas.pull_in_engine(tiga)
assert (pustaka.tarikan - tarikan_tangan).abs().max() < 0.001
kelas.show(pustaka, "Tarikan, pustaka")

# %% [markdown]
# ## Mencatat atau menindak
#
# Kota sintetis dengan kehadiran 60%. Catatannya selalu sama dan otomatis; hanya konsekuensinya yang berbeda.
# Angkanya perubahan pada tahun kedua: kehadiran dalam poin persen, stres dan motivasi dalam SD (jarak yang
# lazim antara dua pegawai).
#
# Baris pertama: kehadirannya tetap, stresnya naik. Baris terakhir: kehadirannya naik paling banyak, dan
# motivasinya turun paling banyak. Uang yang mengikuti catatan mendesak kemauan sendiri (besarnya asumsi).

# %%
kelas.show(kelas.consequence_table(), "Empat tingkat konsekuensi")

# %% [markdown]
# Dan siapa yang menjalankannya? Di bawah ini konsekuensinya penuh. Pada bulan pertama kedua garis berimpit.
# Evaluasi setengah tahun hampir tidak akan melihat bedanya.

# %%
kelas.erosion_picture()

# %% [markdown]
# Bukan hanya simulasi yang berkata begitu. Dari penelitian seperti inilah angkanya kami ambil:

# %%
kelas.show_rule(kelas.published_monitoring(), "Lima hasil terbit")

# %% [markdown]
# ## Dilaporkan dan benar
#
# Sekarang yang dipantau hasil kerja, ditulis petugas sendiri. Sasarannya keras: 98% tepat waktu, dan
# tunjangan mengikuti laporan. Yang berbeda hanya peluang sebuah laporan diperiksa ke buktinya.
#
# Tanpa pemeriksaan hampir semua *tampak* tepat waktu, padahal layanannya tetap. Pemeriksaan acak menurunkan
# angka yang dilaporkan dan menaikkan yang benar: bila mempercantik tidak laku, bekerja menjadi satu-satunya
# jalan. Angkanya dari tahun kedua.

# %%
kelas.show(kelas.reported_table(), "Tepat waktu (persen)", digits=1)

# %% [markdown]
# ## Nada
#
# Percakapan bulanan dengan atasan, tanpa konsekuensi apa pun. Rata-rata menolong, tetapi tidak bagi semua
# orang: juga dengan nada netral kira-kira sepertiga pegawai motivasinya turun. Nada yang menekan membuat
# rata-ratanya pun hilang.
#
# Kolom terakhir: bagian pegawai yang motivasinya turun. Rata-rata dan sebaran ini dari Kluger dan DeNisi
# 1996;
# besarnya pengaruh nada asumsi.

# %%
kelas.show(kelas.tone_table(), "Tiga nada (SD)")

# %% [markdown]
# ## Panel: atur pemantauannya
#
# Dua ribu pegawai, dua tahun, tanpa dan dengan pemantauan: orang dan nasibnya sama. Kehadiran semula di kota
# ini sekitar 90%. Lima ulangan seketika; tombol *Jalankan* menghitung lima puluh.
#
# Gambar kedua yang benar, gambar ketiga yang dilaporkan. Kalimat di atasnya tentang tahun kedua.

# %%
kelas.panel_monitoring(consequence=1, automatic=0, self_report=1, audit=0)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Ubah *Siapa yang menjalankan* menjadi otomatis. Tahun kedua: mana yang naik lebih banyak, yang dilaporkan
#    atau yang benar? Lalu naikkan pemeriksaan ke 20 persen.
# 2. Pilih *catat saja*, lalu ganti nada percakapan: tidak ada, membina, menekan. Mana yang lebih berguna bagi
#    layanan, dan mana yang menambah stres tanpa hasil?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu kantor, lima belas pegawai. Setengah tahun tanpa pemantauan, setengah tahun dengan. Kepala kantor
# membandingkan tepat waktu sebelum dan sesudah; tahun itu diulang 60 kali. Garis *sebenarnya* membandingkan
# orang yang sama dengan nasib yang sama.

# %%
kelas.spread_of_one_office(60)

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: sesudah setahun.** Potongan dijalankan orang dalam. Berapa persen masih dijalankan sesudah 12
# bulan? Petunjuk: bagi 12 dengan 9,1, kalikan dengan dirinya sendiri: 1,74. Lalu *e* pangkat –1,74; *e*
# pangkat –1 itu 0,37 dan *e* pangkat –2 itu 0,14. Dengan kode: `100 * exp(-1.74)`. Bilangan bulat cukup.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_enforced(jawaban_1, months=12)

# %% [markdown]
# **Latihan 2: angka yang turun.** Di IGD Inggris dilaporkan 96% dalam empat jam; menurut pasien 77%. Andaikan
# pemeriksaan acak menghapus 80% laporan palsu dan layanannya tetap. Berapa persen yang akan dilaporkan? Tulis
# satu desimal.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_reported(jawaban_2, reported=96, true=77)

# %% [markdown]
# **Latihan 3: yang bertahan.** Dinas kesehatan ingin kehadiran yang tetap lebih tinggi pada tahun kedua. Mana
# yang Anda usulkan? Tulis hurufnya, misalnya `"A"`.
#
# - A: mencatat dua kali sehari, tanpa akibat.
# - B: potongan penuh yang boleh dimaafkan kepala puskesmas.
# - C: potongan otomatis dengan jalur keberatan di luar kantor itu.
# - D: memeriksa 20% laporan hasil kerja.

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_what_lasts(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa potongan otomatis selalu baik.** Motivasi turun, stres naik, dan alasan yang sah pun ikut
#   terpotong. Jalur keberatan tidak ada dalam model ini.
# - **Bahwa kehadiran berarti layanan.** Mesin menghitung tubuh yang hadir. Di kota ini layanannya ikut
#   membaik karena kerjanya memang menunggu orang.
# - **Bahwa ASN bereaksi seperti guru dan perawat di India.** Rentang di tabel angka adalah yang kami anggap
#   mungkin, bukan yang diukur di sini.
#
# **Kembali ke adegan.** Hasil enam bulan bukan alasan memperluas: pada bulan ke-18 hampir tidak ada yang
# tersisa. Tentukan dulu siapa yang boleh memaafkan, dan siapa yang memeriksanya.

# %%
kelas.reveal("sisa", round(100 * kelas.left_at(18)), "persen")

# %% [markdown]
# ## Ringkasan
#
# Mencatat tanpa akibat tidak mengubah kinerja dan menambah stres. Akibat yang boleh dimaafkan orang dalam
# habis
# dalam satu setengah tahun. Angka yang ditulis sendiri dan dibayar akan bagus; pemeriksaan acak membuatnya
# benar. Nada menentukan apakah percakapan menolong.
#
# **Istilah.** *Konsekuensi*: apa yang mengikuti catatan. *Penegakan*: bagian yang sungguh dijalankan.
# *Pemeriksaan acak*: sebagian laporan dicocokkan dengan buktinya lewat undian. *Poin persen*: selisih dua
# persentase.

# %% [markdown]
# **Sumber.** Duflo, Hanna dan Ryan 2012, AER 102:1241-78. Banerjee, Duflo dan Glennerster 2008, JEEA
# 6:487-500.
# Callen dkk. 2018. Siegel dkk. 2022; Ravid dkk. 2023, Personnel Psychology 76:5-40 (94 penelitian). Bevan dan
# Hood 2006. Duflo dkk. 2013, QJE 128:1499-1545 (pemeriksaan; −80% dari ingatan). Kluger dan DeNisi 1996.
# Chaudhury dkk. 2006 (40% tidak hadir; dari sumber kedua). Sasaran 98%, desakan motivasi (Deci dkk. 1999),
# dan
# PP 94/2021: dari ingatan.
#
# **Berikutnya.** Siapa yang menolak, dan apa yang mengubahnya: [08_resistensi](08_resistensi.ipynb).
