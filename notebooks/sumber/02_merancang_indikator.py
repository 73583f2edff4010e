# %% [markdown]
# # 02 · Merancang indikator
#
# **50 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program. Untuk perencana dan Bagian Organisasi.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. membaca sebuah skema penilaian dan menunjukkan bobot yang tidak berbuat seperti yang tertulis;
# 2. menyusun, memeriksa, dan menyimpan skema Anda sendiri di sebuah panel;
# 3. menjelaskan mengapa skema yang memberi *Baik* kepada hampir semua orang tidak memberi tahu apa-apa.
#
# Semua orang di sini **sintetis**: dibuat komputer, bukan pegawai yang nyata.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas
from simkinerja.schemes import load_scheme

kelas.plain_errors()
pegawai = kelas.load_case("bandung")
rancangan, seimbang = kelas.neighbour_draft(), load_scheme("seimbang")

# %% [markdown]
# ## Adegan: rancangan yang diminta Jumat
#
# Sekretaris daerah meneruskan sebuah berkas. "Kota tetangga sudah punya skema indikator. Empat indikator,
# mudah dihitung, dan kehadiran paling berat, supaya orang disiplin. Ganti nama kotanya, Jumat saya tanda
# tangani."
#
# Anda di Bagian Organisasi. **Keputusan Anda:** meneruskan rancangan itu, atau mengubahnya dulu?
#
# Inilah isinya. Sasaran *menit aktivitas* 6.000 sebulan; angkanya dilaporkan sendiri oleh pegawai.

# %%
kelas.show_rule(kelas.scheme_basis(rancangan), "Rancangan tetangga", digits=0)

# %% [markdown]
# ## Tebak dulu
#
# Kehadiran berbobot 40%, yang terberat. Tetapi nilai dipakai untuk **membedakan** orang. Dari seluruh
# pengaruh keempat indikator kepada perbedaan nilai antarpegawai, berapa persen yang sungguh datang dari
# kehadiran? Isi tebakan Anda, lalu tekan *Simpan tebakan*; ia hanya disimpan di halaman ini, selama sesi
# ini.

# %%
kelas.guess("hadir", "Berapa persen pengaruh kehadiran yang sebenarnya?", 0, 100, "persen")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Indikator yang poinnya hampir sama bagi semua orang tidak membedakan siapa pun, seberat apa pun
# bobotnya. Untuk setiap indikator dihitung korelasi *r* antara poinnya dan nilai (0 tidak berkaitan, 1
# sejalan sempurna). *Bobot nyata* adalah bagiannya:
#
# $$\text{bobot nyata}_1 = \frac{r_1}{r_1 + r_2 + r_3 + r_4}$$
#
# **Status:** ukuran kami (menurut Paruolo, Saisana, dan Saltelli 2013), bukan aturan. PermenPANRB 6/2022
# menyerahkan indikator dan target kepada dialog kinerja, dan tidak memberi bobot angka.

# %% [markdown]
# ## Hitung dengan tangan
#
# Inilah sumbangan (bobot kali poin) setiap indikator kepada nilai tiga pegawai. Jumlahkan setiap baris
# dengan kalkulator. Lalu lihat setiap kolom: seberapa jauh yang terbesar dari yang terkecil? Hanya jarak
# itulah yang dapat memisahkan ketiga orang ini.

# %%
hasil = kelas.score_table(pegawai, rancangan)
tiga = kelas.contributions_table(hasil).iloc[[50, 150, 400]]
kelas.show(tiga.drop(columns="Nilai"), "Sumbangan kepada nilai", digits=1)

# %%
sumbangan = tiga.drop(columns=["officer_id", "Nilai"])
nilai_tangan, jarak = sumbangan.sum(axis=1), sumbangan.max() - sumbangan.min()
kelas.show(jarak.to_frame("jarak").T, "Terbesar dikurangi terkecil", digits=1)

# %% [markdown]
# ## Hitung dengan pustaka
#
# Nilai ketiga orang tadi dari pustaka, lalu bobot nyata dari semua pegawai. Baris `assert` berarti:
# *kalau tidak sama, berhentilah dan beri tahu saya*.

# %%
assert abs(tiga["Nilai"] - nilai_tangan).max() < 1e-9
bobot = kelas.real_weights(hasil)
assert abs(bobot.korelasi / bobot.korelasi.sum() - bobot.nyata).max() < 1e-9
kelas.show(bobot, "Bobot tertulis dan bobot nyata (bagian dari satu)")

# %% [markdown]
# Lihat juga dua hitungan kasus: dua indikator, tetapi kasus yang sama. Yang kedua hampir selalu naik bila
# yang pertama naik, sehingga satu pekerjaan dihitung **dua kali**. Dan inilah tingkatannya:

# %%
kelas.show(kelas.band_shares(hasil), "Sebaran tingkatan")

# %% [markdown]
# Hampir sembilan dari sepuluh orang mendapat *Baik*. Itu tidak aneh: dari 10,3 juta laporan PNS
# 2022-2024, 88,46% *Baik* dan 11,27% *Sangat Baik*. Tetapi predikat yang dimiliki semua orang tidak dapat
# menjadi dasar keputusan apa pun.

# %% [markdown]
# ## Panel: bengkel skema
#
# Pilih sebuah indikator, ubah bobot, sasaran, atau peluang diperiksa, tambahkan indikator dari daftar,
# ubah batas tingkatan. Nasihat dan gambarnya ikut berubah. *Siapkan berkas* membuat tautan unduhan;
# *Muat berkas skema* membuka skema tetangga (YAML atau Excel, paling besar 1 MB). Tidak ada yang disimpan
# di mesin yang melayani halaman ini.

# %%
kelas.panel_scheme_builder(pegawai, rancangan)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Naikkan bobot *Kehadiran* menjadi 60, lalu 80. Apakah bobot nyatanya menyusul? Mengapa tidak?
# 2. Perbaiki rancangan itu: keluarkan satu hitungan kasus, ganti *Menit aktivitas* dengan *Mutu dan
#    ketelitian kerja*, lalu ubah batas *Baik* sampai sebarannya memberi tahu sesuatu. Nasihat mana yang
#    hilang? Simpan, dan tukar berkasnya dengan tetangga Anda.

# %% [markdown]
# ## Bobot menurut ruang
#
# Orang jarang sepakat tentang bobot. Ketik bobot setiap peserta, lalu *Tambahkan suara*. Pertanyaannya
# bukan hanya seberapa sepakat, melainkan: apakah perbedaan itu mengubah predikat siapa pun? Tiga suara
# contoh sudah ada di dalamnya: satu seperti rancangan, satu sama rata, satu lebih memihak kasus.

# %%
suara = [[40, 20, 20, 20], [25, 25, 25, 25], [20, 10, 40, 30]]
kelas.panel_room_votes(pegawai, rancangan, *suara)

# %% [markdown]
# ## Berulang, bukan sekali
#
# Di sini kinerja sebenarnya diketahui, jadi setiap skema dapat diuji: seberapa sejalan nilainya dengan
# kinerja itu? Tahun yang sama diulang dua puluh kali, orangnya tetap, keberuntungan dan gaya penilainya
# diundi lagi. Perlu beberapa detik.

# %%
skema = {"Menit saja": load_scheme("menit_aktivitas"), "TPP 60/40": load_scheme("tpp_60_40")}
skema |= {"Rancangan tetangga": rancangan, "Seimbang": seimbang}
kelas.spread_of_truth(pegawai, skema, "bandung")

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: harga bukti.** Setiap indikator meminta bukti, dan bukti memakan waktu pegawai (tabel di
# bawah, menit sebulan). Berapa **jam setahun** seorang pegawai habiskan untuk bukti dalam rancangan itu?

# %%
kelas.show_rule(kelas.evidence_table(rancangan), "Bukti yang diminta", digits=0)

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_evidence_hours(jawaban_1, rancangan)

# %% [markdown]
# **Latihan 2: dihitung dua kali.** Kedua hitungan kasus bersama-sama berbobot 40% di atas kertas. Berapa
# bobot nyatanya bersama-sama? Tulis sebagai bagian dari satu, misalnya `0.25`. Petunjuk: dua baris
# terakhir tabel bobot.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_real_share(jawaban_2, hasil, bobot.indikator[2:])

# %% [markdown]
# **Latihan 3: cari kelemahannya.** Pasangkan setiap indikator dengan kelemahannya yang utama:
# `"digelembungkan"` (mudah dibesar-besarkan dan hampir tidak pernah diperiksa), `"dihitung dua kali"`,
# atau `"tidak membedakan"`.

# %% tags=["latihan"]
jawaban_3 = {"Kehadiran": ..., "Menit aktivitas kerja": ..., "Jumlah kasus yang selesai tepat waktu": ...}
kelas.check_weak_spots(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa korelasi tinggi bertahan.** Catatan di sini dibuat sebelum ada uang yang bergantung padanya.
#   Begitu menit dibayar, menit bertambah; kinerjanya belum tentu.
# - **Bahwa bobot nyata harus sama dengan yang tertulis.** Yang penting: Anda tahu bedanya dan
#   menghendakinya.
# - **Bahwa skema yang baik membuat penilaian adil.** Penilai, bukti, dan hak keberatan ikut menentukan.
#
# **Kembali ke adegan.** Kalimat yang dapat Anda pertahankan: "Kehadiran tertulis 40%, tetapi pengaruhnya
# hanya 21%; 88% pegawai akan mendapat Baik; dan 20% nilai berasal dari laporan sendiri yang hampir tidak
# diperiksa. Saya usulkan diperbaiki dulu."

# %%
kelas.reveal("hadir", round(100 * bobot.nyata[0]), "persen")

# %% [markdown]
# ## Ringkasan
#
# Bobot di kertas adalah niat; bobot nyata adalah akibat. Indikator yang baik membedakan orang menurut
# kerjanya, murah dibuktikan, sukar digelembungkan, dan tidak menghitung yang sudah dihitung. Periksa
# skema pada data sebelum ditandatangani.
#
# **Istilah.** *Skema*: indikator, bobot, sasaran, cara hitung, dan batas tingkatan. *Korelasi*: seberapa
# sejalan dua angka naik turun. *Bobot nyata*: bagian sebuah indikator dalam seluruh pengaruh kepada
# nilai.

# %% [markdown]
# **Sumber.** PermenPANRB 6/2022 (indikator dan target lewat dialog kinerja). Paruolo, Saisana, dan
# Saltelli 2013 (bobot nyata). Sebaran predikat PNS 2022-2024: Birokrat Menulis, esai yang mengutip
# catatan nasional. Sasaran 6.000 menit: ketentuan Kota Bandung, sumber sekunder. Peluang diperiksa, menit
# bukti, dan rancangan tetangga: asumsi. Data: sintetis, `data/synthetic`.
#
# **Berikutnya.** Apa yang dilakukan skema terhadap satu orang:
# [03_menghitung_skor](03_menghitung_skor.ipynb). Memeriksa berkas skema Anda: `simkinerja skema periksa
# BERKAS`.
