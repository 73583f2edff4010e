# %% [markdown]
# # 08 · Resistensi
#
# **45 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung peluang seorang pegawai mengisi e-Kinerja, dan mengatakan siapa yang tertinggal;
# 2. membandingkan pidato, pertemuan yang melibatkan, dan sanksi: isiannya, stresnya, kejujurannya;
# 3. menantang simulasi: mengganti asumsinya dan melihat kesimpulan mana yang bertahan.
#
# Semua orang di sini **sintetis**. Angka terbit disebut sumbernya; sebagian besar angka di sini **asumsi**.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas

kelas.plain_errors()
kota = kelas.small_city("salatiga", 500)

# %% [markdown]
# ## Adegan: rapat yang panas
#
# Anda memimpin bidang kinerja di BKPSDM. E-Kinerja sudah wajib, tetapi banyak isian tidak dibuat. Di
# Bondowoso pada 2020, 38% pegawai tidak mengisi penuh. Dalam rapat seorang pegawai senior berdiri:
# *"Aplikasi ini dibuat untuk mencari kesalahan kami."*
#
# Ada tiga usul: pidato di aula, pertemuan kecil yang sungguh melibatkan pegawai, atau TPP dipotong otomatis.
# **Keputusan Anda:** yang mana? Lihat dulu siapa yang mengisi sekarang.

# %%
kelas.show(kelas.who_fills_in(kota), "Siapa yang mengisi")

# %% [markdown]
# ## Tebak dulu
#
# Tiga bulan berturut-turut setiap pegawai ikut satu pertemuan yang melibatkan: keberatan didengar, nilai
# sendiri dihitung bersama. Dibandingkan dengan perintah saja, berapa poin persen tambahan isiannya pada
# setengah tahun berikutnya? Tebakan Anda hanya disimpan di halaman ini.

# %%
kelas.guess("tambahan", "Berapa poin persen tambahan isiannya?", 0, 40, "poin persen")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Peluang mengisi tidak dapat di bawah 0 atau di atas 1. Karena itu pendorong dan penghambat dijumlahkan dulu
# menjadi *x*, lalu diubah menjadi bagian:
#
# $$\text{mengisi} = \frac{1}{1 + e^{-x}}$$
#
# *x* = 0,57 + 0,4 × kecakapan digital − 0,4 × resistensi + kebiasaan + 0,5 × sikap + 1,2 × konsekuensi.
# Sifat diukur dari rata-rata pegawai: 0 berarti rata-rata. Simulasi juga memuat pengaruh rekan seunit.
#
# **Status:** bukan aturan. Tingkat 0,62 terbitan; bobot lainnya asumsi yang arahnya dari penelitian.

# %%
kelas.show_rule(kelas.assumptions_table(), "Angka di balik simulasi")

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga pegawai sebelum ada program, jadi sikap dan konsekuensinya nol. *Kebiasaan* adalah sisanya: ada orang
# yang memang rajin mengisi. Hitung *x* setiap orang, lalu bagiannya, dengan kalkulator; bandingkan dengan
# tabel kedua. Bilangan *e* kira-kira 2,718.

# %%
tiga = kelas.three_people(kota)
kelas.show(tiga, "Tiga pegawai")

# %%
x = kelas.usual_logit(kota) + 0.4 * tiga.digital - 0.4 * tiga.resistensi + tiga.kebiasaan
mengisi_tangan = 1 / (1 + 2.718281828459045**-x)
kelas.show(tiga[["pegawai", "umur"]].assign(x=x, mengisi=mengisi_tangan), "Hitungan tangan")

# %% [markdown]
# ## Hitung dengan pustaka
#
# Simulasi memulai setiap pegawai dari angka yang sama. Baris `assert` berarti: *kalau tidak sama,
# berhentilah dan beri tahu saya*.

# %%
mengisi_pustaka = kelas.fills_in(kota, tiga.officer_id)
assert abs(mengisi_pustaka - mengisi_tangan).max() < 1e-9
kelas.tell("Mengisi menurut pustaka", list(mengisi_pustaka))

# %% [markdown]
# ## Apa akibatnya bagi saya?
#
# Cari yang paling mirip dengan Anda: A muda dan cakap digital, B di tengah, C senior dan enggan. Tabel
# pertama: isian mereka pada enam bulan terakhir menurut setiap cara. *Membina* adalah sanksi yang sama,
# tetapi nilai buruk tidak merugikan karier dan atasan bercakap dengan nada membina. *Perintah* pun menaikkan
# isian sedikit: dalam aplikasi ini pegawai melihat apa yang dicatat tentang dirinya.

# %%
kelas.show(kelas.for_me(kota, tiga), "Isian menurut cara")

# %% [markdown]
# Tabel kedua: harga setiap cara. Sikap, stres, dan jam sebulan dibandingkan dengan perintah saja.
# *Isian tanpa kerja* adalah bagian laporan yang pekerjaannya tidak pernah ada. Sanksi, dengan atau tanpa nada
# membina, menaikkan isian paling banyak, dan juga isian yang tidak benar.

# %%
kelas.show(kelas.ways_table(kota), "Harga setiap cara")

# %% [markdown]
# ## Takut, dan apa yang meredakannya
#
# Takut itu ada sebabnya: nilai menentukan karier. Di bawah ini skema SKP 2022 berlaku. *Budaya*: umpan balik
# buruk tidak merugikan karier. *Menekan*: percakapan sebulan sekali dengan nada menekan. *Keduanya*: budaya
# itu
# dan percakapan yang membina. Sikap, stres, dan praktik adalah selisih dari dunia pertama.
#
# Budaya menghapus takutnya; percakapan yang membina menaikkan praktiknya. Keduanya tidak sama.

# %%
kelas.show(kelas.fear_table(kota), "Nilai, karier, dan takut")

# %% [markdown]
# ## Panel: tantang simulasi
#
# Tidak percaya? Bagus. Pilih sendiri apa yang Anda anggap benar, dalam rentang yang kami anggap mungkin,
# dan lihat kesimpulan mana yang bertahan. Sebuah kesimpulan bertahan bila selisihnya paling sedikit
# sebesar yang kami anggap berarti. Tombol *Jalankan* menghitung lima puluh ulangan.

# %%
kelas.panel_challenge(kota)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Anggap *Satu pertemuan* dan *Sikap* terendah: melibatkan hampir tidak mengubah apa-apa. Berapa poin
#    persen yang tersisa?
# 2. Anggap tidak ada orang yang takut: *Takut* terendah. Kesimpulan mana yang
#    tumbang, dan mana yang tidak? Lalu cari satu susunan yang menumbangkan kesimpulan tentang sanksi.

# %% [markdown]
# ## Berulang, bukan sekali
#
# Enam puluh ulangan tahun yang sama. Garis pendek: hanya nasib yang diundi lagi. Garis panjang: asumsinya
# ikut diundi dari rentangnya. Di sini ketidaktahuan jauh lebih besar daripada nasib; mengulang simulasi
# lebih banyak tidak menolong, mengukur di kantor sendiri menolong.

# %%
kelas.spread_of_assumptions(kota)

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: sikap pegawai C.** Ambil *x* pegawai C dari tabel hitungan tangan. Andaikan sikapnya naik 0,8
# dan yang lain tetap. Berapa persen isiannya? Petunjuk: tambahkan 0,5 × 0,8 kepada *x*, lalu pakai
# rumusnya.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_after_attitude(jawaban_1, x.iloc[2], attitude=0.8)

# %% [markdown]
# **Latihan 2: layakkah?** Sebuah kota punya 500 pegawai dan 21 hari kerja sebulan; setiap hari kerja satu
# isian wajib. Pertemuan menaikkan pengisian 5 poin persen. Berapa isian tambahan sebulan?

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_extra_entries(jawaban_2, officers=500, points=5)

# %% [markdown]
# **Latihan 3: dari mana tahunya?** Pasangkan setiap kalimat dengan statusnya: `"terbitan"`, `"asumsi"`, atau
# `"di luar model"`. Di selnya, tanda kutip ikut ditulis. Petunjuk: tabel angka di atas, dan bagian
# berikutnya.

# %% tags=["latihan"]
jawaban_3 = {
    "38% tidak mengisi penuh": ...,
    "satu pertemuan menaikkan sikap 0,5": ...,
    "pegawai senior lebih cepat stres": ...,
}
kelas.check_known_or_assumed(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa yang mengisi bekerja lebih baik.** Isian adalah laporan, bukan kinerja; di sini perintah
#   saja tidak mengubah praktik kerja.
# - **Siapa yang paling tertekan.** Dalam model ini stres dan sikap berubah sama besar bagi semua umur, dan
#   nada percakapan menggerakkan motivasi, bukan sikap. Kenyataannya tentu berbeda-beda.
# - **Bahwa besarnya benar.** Pengaruh pertemuan tidak punya sumber terbitan; hanya arahnya.
# - **Bahwa pengeluh itu salah.** Takutnya beralasan selama nilai dapat merugikan karier.
#
# **Kembali ke adegan.** Pidato hampir tidak berguna. Melibatkan menolong sedikit; sanksi mengisi kolom,
# juga dengan yang tidak benar.

# %%
kelas.reveal("tambahan", round(kelas.gain_percent(kota, "melibatkan"), 1), "poin persen")

# %% [markdown]
# ## Ringkasan
#
# Yang tidak mengisi sering kali bukan malas: kurang cakap digital, dan tidak percaya. Melibatkan lebih baik
# daripada pidato, tetapi tambahannya beberapa poin persen. Sanksi paling kuat menaikkan isian, dengan stres
# dan isian palsu sebagai harganya. Budaya membina menghapus takut, bukan isian palsu seluruhnya.
#
# **Istilah.** *Kepatuhan*: bagian isian wajib yang dibuat. *Resistensi*: kecenderungan menolak perubahan.
# *SD* (simpangan baku): ukuran sebaran; dua pertiga pegawai berada dalam satu SD dari rata-rata. *Poin
# persen*: selisih dua persentase.

# %% [markdown]
# **Sumber.** Wahyudi dkk. 2022 (Bondowoso: 38%, kira-kira 900 dari 2.405). UTAUT: Taiwo dan Downe 2013;
# MyASN, 182 pegawai (arah saja). Oreg 2003 (resistensi; arah). Siegel dkk. 2022 dan Ravid dkk. 2023
# (pemantauan dan stres; keterbukaan). Kluger dan DeNisi 1996 (umpan balik: sepertiga merugikan). Takut
# akan karier: dokumen kasus Rangkui, tanpa angka. Besar pengaruh sosialisasi, sikap, dan sanksi: asumsi
# (`simkinerja parameter`).
#
# **Berikutnya.** Dari mana nilai yang ditakuti itu: [05_penilai](05_penilai.ipynb).
