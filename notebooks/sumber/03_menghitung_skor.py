# %% [markdown]
# # 03 · Menghitung skor
#
# **45 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung nilai Anda sendiri, dari catatan sampai predikat, angka kredit, dan rupiah;
# 2. mengatakan kapan sebuah predikat belum dapat dipastikan, dan perubahan kecil apa yang mengubahnya;
# 3. membandingkan sistem lama dan sistem baru bagi orang yang sama, dan tahu cara mengajukan keberatan.
#
# Semua orang di sini **sintetis**. Angka yang Anda isi sendiri **tidak disimpan**.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas
from simkinerja.schemes import load_scheme

kelas.plain_errors()
pegawai = kelas.load_case("salatiga")
lama, baru = load_scheme("tpp_60_40"), load_scheme("seimbang")
andai = kelas.with_pay(baru, lama)

# %% [markdown]
# ## Adegan: formulir di akhir sosialisasi
#
# Anda pegawai nomor 4473, jenjang Terampil di sekretariat sebuah dinas. Sore ini BKPSDM menjelaskan
# sistem penilaian baru. Yang lama: TPP dari nilai atasan (60%) dan kehadiran (40%); tingkatan Anda tahun
# lalu **Tinggi**. Yang baru memakai tujuh indikator.
#
# Di meja ada formulir: *"Saya memahami cara nilai saya dihitung dan menerimanya."* **Keputusan Anda:**
# tanda tangan sekarang, atau bertanya dulu? Inilah catatan Anda setahun, rata-rata sebulan.

# %%
saya = 4473
catatan = ["officer_id", "rating_throughput", "days_present", "cases_completed", "on_time_share"]
kelas.show(pegawai.loc[pegawai.officer_id == saya, catatan], "Catatan Anda")

# %% [markdown]
# ## Tebak dulu
#
# Setiap catatan mengandung galat: atasan yang lain, bulan yang lain, dan angkanya sedikit berbeda. Sebuah
# tingkatan kami sebut *cukup pasti* bila peluangnya paling sedikit 80% sesudah galat itu diperhitungkan
# (batas 80% adalah asumsi kami). Tebakan Anda hanya disimpan di halaman ini.

# %%
kelas.guess("pasti", "Dari 100 tingkatan menurut sistem lama, berapa yang cukup pasti?", 0, 100, "tingkatan")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Setiap angka yang tercatat diubah menjadi *poin*, misalnya capaian dibagi sasaran dikalikan 100. Nilai
# adalah jumlah poin dikalikan bobotnya:
#
# $$\text{nilai} = \text{bobot}_1 \times \text{poin}_1 + \text{bobot}_2 \times \text{poin}_2 + \dots$$
#
# **Status:** PermenPANRB 6/2022 tidak memberi rumus angka; predikat ditetapkan pejabat penilai kinerja
# dari rating hasil kerja dan rating perilaku kerja. Jadi setiap angka di sini **usulan**. Siapa yang
# mengatakan setiap bobot dan sasaran tampak di tabel berikut: *aturan*, *aturan daerah*, atau *asumsi*.

# %%
kelas.show_rule(kelas.scheme_basis(lama), "Skema lama: siapa yang mengatakannya", digits=0)

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga orang dari dinas yang sama; Anda yang di tengah. Poin nilai atasan (di skema bernama *Nilai kinerja
# (SKP) bulanan*) adalah nilainya sendiri. Poin kehadiran: hari hadir dibagi 21, dikalikan 100. Hitung
# nilai Anda dengan kalkulator, lalu bandingkan dengan tabel kedua.

# %%
tiga = pegawai[pegawai.officer_id.isin([4471, 4473, 4477])][catatan[:3]]
kelas.show(tiga, "Tiga orang")

# %%
nilai_tangan = 0.6 * tiga.rating_throughput + 0.4 * (tiga.days_present / 21 * 100)
kelas.show(tiga.assign(nilai=nilai_tangan), "Nilai menurut hitungan tangan")

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka menghitung semua pegawai sekaligus, dan tidak membulatkan apa pun sebelum tingkatannya
# ditentukan. Baris `assert` berarti: *kalau tidak sama, berhentilah dan beri tahu saya*.

# %%
hasil = kelas.score_table(pegawai, lama)
nilai_pustaka = hasil.total.values[pegawai.officer_id.isin(tiga.officer_id)]
assert abs(nilai_pustaka - nilai_tangan).max() < 1e-9
kelas.show(kelas.steps_table(hasil, saya), "Anak tangga nilai Anda")

# %% [markdown]
# Panel di bawah memakai fungsi yang sama. Angka Anda di sini diisikan seperti di panel, lalu diperiksa
# apakah ketiga cara (tangan, pustaka, panel) memberi nilai yang sama.

# %%
satu = tiga[tiga.officer_id == saya].iloc[0]
lewat_panel = kelas.score_one(lama, satu.to_dict())
assert abs(lewat_panel.total.values[0] - nilai_tangan[satu.name]) < 1e-9
kelas.tell("Nilai, tingkatan", [float(lewat_panel.total.values[0]), lewat_panel.labels[0]])

# %% [markdown]
# ## Panel: nilai saya
#
# Isi angka Anda sendiri, atau biarkan angka pegawai 4473 yang dibulatkan. Anak tangga dibaca dari atas:
# setiap balok mulai di tempat balok sebelumnya berakhir, dan garis putus-putus adalah batas tingkatan.
# Skema seimbang di panel ini diandaikan menentukan TPP dengan aturan uang yang sama; aslinya tidak
# menentukan uang.
#
# **Mengapa peluangnya bisa hanya 11%?** Nilai tercatat yang tinggi sering memuat keberuntungan: penilai
# yang murah hati, tahun yang baik. Karena itu rentang nilai sebenarnya ditarik ke arah rata-rata pegawai,
# dan tingkatan di bawahnya dapat lebih mungkin daripada yang tercetak. Itu bukan tuduhan kepada Anda; itu
# batas catatannya.

# %%
kelas.panel_my_score(pegawai, lama, andai, load_scheme("skp_2022"), load_scheme("skp_2019"))

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Turunkan *Nilai atasan* satu demi satu dari 82. Pada angka berapa tingkatannya berubah? Perhatikan
#    peluangnya sebelum dan sesudah batas itu.
# 2. Ganti skemanya menjadi skema seimbang, lalu turunkan *Nilai atasan* lagi sampai 60. Nilainya ikut
#    turun; mengapa predikatnya tidak? Lihat juga bobot kepuasan warga: unit Anda tidak punya survei.

# %% [markdown]
# ## Apa yang mengubahnya
#
# Untuk setiap catatan: perubahan terkecil yang memindahkan tingkatan Anda, sementara catatan lain dan
# catatan orang lain tetap. Setiap jawaban dihitung ulang seluruhnya, bukan ditaksir.

# %%
kelas.show(kelas.changes_table(hasil, saya), "Perubahan terkecil, skema lama")

# %% [markdown]
# ## Lama dan baru, orang yang sama
#
# Siapa naik, siapa turun, dan berapa rupiah berpindah? Panel ini menilai ke-1.012 pegawai dengan kedua
# skema. Jumlah anggarannya boleh dijaga tetap; kalau tidak, skema yang angkanya lebih tinggi tampak
# membuat semua orang lebih kaya. Kelompok kecil disembunyikan supaya tidak ada orang yang dapat dikenali.

# %%
kelas.panel_old_new(pegawai, lama, andai, load_scheme("skp_2022"))

# %% [markdown]
# ## Berulang, bukan sekali
#
# Tahun yang sama diulang dua puluh kali: orangnya tetap, kinerja sebenarnya tetap, survei unitnya tetap;
# hanya keberuntungan dan gaya penilainya yang diundi lagi. Berapa banyak pegawai yang tingkatannya sama
# dari tahun ke tahun? Hitungannya perlu beberapa detik.

# %%
kelas.spread_of_bands(pegawai, {"Lama, TPP 60/40": lama, "Baru, seimbang": baru}, saya, "salatiga")

# %% [markdown]
# ## Bila Anda tidak setuju
#
# Bicarakan dulu dengan penilai. Bila tetap tidak setuju, ajukan keberatan dengan alasan dan bukti kepada
# **atasan pejabat penilai**. Di bawah ini contoh bila dokumen evaluasi diterima pada 2 Februari 2026;
# ganti dengan tanggal Anda. Hasil tertentu bersifat final, misalnya bila penilai yang terlambat sudah
# digantikan atasannya.

# %%
kelas.show_rule(kelas.objection_table("2026-02-02"), "Tenggat keberatan")

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: kosong bukan nol.** Dalam skema baru, ketepatan waktu berbobot 20%. Unit Anda tidak
# melayani warga, sehingga kepuasan (15%) dan pengaduan (10%) tidak tercatat; bobotnya dibagi kepada yang
# ada, sebanding dengan bobot masing-masing. Berapa bobot ketepatan waktu bagi Anda? Tulis sebagai bagian
# dari satu, misalnya `0.25`.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_real_weight(jawaban_1, kelas.score_table(pegawai, baru), saya, "tepat_waktu")

# %% [markdown]
# **Latihan 2: jarak ke batas.** Tingkatan *Tinggi* mulai dari 85. Bila nilai atasan Anda tetap 82,01,
# berapa hari hadir sebulan yang tepat menghasilkan 85? Petunjuk: kurangi 85 dengan sumbangan nilai
# atasan, bagi 0,4, lalu ubah poin menjadi hari (100 poin = 21 hari). Tulis satu desimal.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_days_needed(jawaban_2, hasil, saya, "tinggi")

# %% [markdown]
# **Latihan 3: siapa yang mengatakannya?** Pasangkan setiap angka dengan statusnya: `"aturan"`, `"aturan
# daerah"`, atau `"asumsi"`. Di selnya, tanda kutip ikut ditulis. Petunjuk: tabel status di bagian Gagasan,
# dan tabel tenggat di atas.

# %% tags=["latihan"]
jawaban_3 = {"bobot 60 dan 40": ..., "batas 85 untuk Tinggi": ..., "14 hari kerja untuk keberatan": ...}
kelas.check_status(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa nilai sama dengan kinerja.** Dalam penelitian, kira-kira 57% perbedaan penilaian satu aspek
#   berasal dari penilainya, dari orang yang dinilai hanya seperempatnya; keandalan nilai tahunan seorang
#   atasan 0,45 sampai 0,52.
# - **Bahwa selisih satu poin berarti sesuatu.** Di dekat batas, yang jujur adalah *belum dapat
#   dipastikan*.
# - **Bahwa predikat sudah jatuh.** Hitungan hanya mengusulkan; keputusan pada pejabat penilai.
#
# **Kembali ke adegan.** Tinggi Anda hanya 0,7 poin di atas batas; dalam dua puluh tahun ulangan Anda
# lebih sering Sedang. Tanyakan dulu: bobot apa, dari mana, dan bagaimana kesalahan diperbaiki. Lalu
# bandingkan tebakan Anda.

# %%
kelas.reveal("pasti", kelas.certain_percent(hasil), "dari 100 tingkatan")

# %% [markdown]
# ## Ringkasan
#
# Nilai adalah jumlah poin kali bobot; yang tidak tercatat tidak dihitung nol. Hitungan yang terang dapat
# diperiksa siapa pun, tetapi tetap mewarisi galat catatannya. Sistem baru selalu punya yang naik dan yang
# turun: tanyakan siapa.
#
# **Istilah.** *Poin*: angka tercatat sesudah dibandingkan dengan sasaran. *Bobot*: bagian sebuah
# indikator dalam nilai. *Predikat*: hasil evaluasi menurut PermenPANRB 6/2022. *Angka kredit*: nilai
# butir kegiatan jabatan fungsional. *TPP*: tambahan penghasilan pegawai. *Galat*: bagian angka yang bukan
# kinerja.

# %% [markdown]
# **Sumber.** PermenPANRB 6/2022, kuadran hlm. 99 dan keberatan hlm. 117 (`simkinerja aturan
# keberatan.tenggat`). PerBKN 3/2023 (angka kredit, sumber sekunder). Bobot 60/40: aplikasi SILKa
# Kabupaten Balangan. Scullen, Mount, dan Goff 2000; Viswesvaran, Ones, dan Schmidt 1996; Salgado dan
# Moscoso 2019 (keandalan penilaian). Skema seimbang: asumsi.
#
# **Berikutnya.** Ingin merancang skemanya sendiri:
# [02_merancang_indikator](02_merancang_indikator.ipynb). Menilai tabel kantor Anda: `simkinerja nilai
# BERKAS --skema SKEMA`.
