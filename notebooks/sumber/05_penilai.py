# %% [markdown]
# # 05 · Penilai
#
# **45 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menguraikan sebuah nilai menjadi kerja, penilai, dan kebetulan, dengan tangan;
# 2. mengatakan apa yang tidak dapat diketahui dari nilai satu atasan, dan mengapa;
# 3. memilih perbaikan yang cocok: penilai tambahan, contoh yang sama, atau pelatihan penilai.
#
# Semua orang di sini **sintetis**. Angka terbit disebut sumbernya.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas

kelas.plain_errors()
pegawai = kelas.load_people("salatiga")

# %% [markdown]
# ## Adegan: empat nama
#
# Anda anggota tim yang menyusun daftar calon untuk manajemen talenta; tempatnya empat. Dua
# bagian mengirim nilai setahun. Bagian pertama, yang dinilai penilai 177, rata-ratanya 69,4; bagian kedua,
# yang
# dinilai penilai 4511, rata-ratanya 85,7.
#
# Bila nilainya diurutkan begitu saja, keempat nama berasal dari bagian kedua. **Keputusan Anda:** ambil
# keempatnya, beri dua tempat untuk setiap bagian, atau minta penilaian lain dulu?

# %%
kelas.show(kelas.two_bosses(pegawai, [177, 4511]), "Dua bagian, dua penilai", digits=1)

# %% [markdown]
# ## Tebak dulu
#
# Sebuah kota memberi *Sangat Baik* kepada 10% pegawai dengan nilai tahunan tertinggi; setiap orang dinilai
# satu atasan. Dari 100 orang yang mendapatkannya, berapa yang kerjanya memang termasuk 10% terbaik? Tebakan
# Anda hanya disimpan di halaman ini.

# %%
kelas.guess("tepat", "Dari 100 orang, berapa yang memang termasuk 10% terbaik?", 0, 100, "orang")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Nilai satu aspek dari satu penilai adalah jumlah empat bagian: kerja orangnya,
# atasannya, tempat ia melihat (*sudut*), dan kebetulan. Setiap bagian diukur dari rata-ratanya
# dengan satuan yang sama, dan dikalikan akar dari bagiannya dalam perbedaan nilai:
#
# $$z = \sqrt{0{,}23}\,\text{kerja} + \sqrt{0{,}57}\,\text{atasan} + \sqrt{0{,}05}\,\text{sudut} +
# \sqrt{0{,}15}\,\text{kebetulan}$$
#
# Nilai di formulir = 76 + 7 × *z* (skala ini asumsi). *Atasan* memuat kemurahan hatinya kepada semua orang
# dan pendapatnya yang khas tentang orang ini.
#
# **Status:** bukan aturan. Bagiannya dari penelitian atas 4.492 manajer; belum pernah diukur di Indonesia.

# %%
kelas.show_rule(kelas.rating_shares(), "Dari mana perbedaan nilai berasal")

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga orang yang dinilai penilai 177, aspek ketelitian. Dalam kenyataan keempat bagian ini tidak pernah
# terlihat; di sini terlihat karena datanya sintetis. Hitung nilai mereka dengan kalkulator, lalu bandingkan
# dengan tabel kedua. Siapa yang nilainya paling tertolong oleh penilainya?

# %%
tiga = kelas.rating_parts(pegawai, [180, 181, 182])
kelas.show(tiga, "Empat bagian dari tiga nilai")

# %%
z = 0.23**0.5 * tiga.kerja + 0.57**0.5 * tiga.atasan + 0.05**0.5 * tiga.sudut
z = z + 0.15**0.5 * tiga.kebetulan
nilai_tangan = 76 + 7 * z
kelas.show(tiga[["officer_id"]].assign(nilai=nilai_tangan), "Nilai menurut hitungan tangan", digits=1)

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka menilai semua orang dengan aturan yang sama. Baris `assert` berarti: *kalau tidak sama,
# berhentilah dan beri tahu saya*.

# %%
nilai_pustaka = kelas.rated(pegawai, [180, 181, 182])
assert abs(nilai_pustaka - nilai_tangan).max() < 1e-9
kelas.tell("Nilai menurut pustaka", list(nilai_pustaka), digits=1)

# %% [markdown]
# ## Dua cerita, satu daftar nilai
#
# Cerita pertama: orang-orang penilai 177 bekerja seperti di data. Cerita kedua: mereka **semua** bekerja satu
# simpangan baku lebih baik, tetapi penilainya lebih ketat. Nilainya sama persis, sampai angka terakhir.
#
# Karena itu tidak ada rumus, program, atau ahli yang dapat memilih di antara kedua cerita bila setiap orang
# hanya dinilai satu atasan. Mengurangi rata-rata atasannya juga menganggap semua bagian sama baik.

# %%
dua = kelas.two_stories(pegawai, 177)
assert abs(dua.nilai1 - dua.nilai2).max() < 1e-9
kelas.show(dua.head(4), "Nilai yang sama, kerja yang berbeda")

# %% [markdown]
# ## Panel: andalah atasannya
#
# Enam orang dari bagian pertama. Anda melihat yang dilihat seorang atasan: perkara bulan lalu, hari hadir,
# dan
# kesan Anda. Beri nilai keenamnya, **lalu** buka kenyataannya. Hitungannya memakai pasangan: dari 15 pasang
# orang, berapa yang Anda urutkan dengan benar? Undian buta benar separuhnya.
#
# Membaca di kertas? Urutkan keenamnya; kunci ada di bagian akhir.

# %%
kelas.panel_play_rater()

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Nilai menurut kesan saja, lalu menurut perkara saja. Mana yang mengurutkan lebih banyak pasangan dengan
#    benar? Perkara pun bukan kerja: ada bulan yang ramai dan bulan yang sepi.
# 2. Beri semua orang nilai 90 kecuali satu. Apa yang masih dapat dibaca dari nilai Anda? Bandingkan dengan
#    kantor tempat hampir semua orang *Baik*.

# %% [markdown]
# ## Empat kebiasaan
#
# *Halo*: satu kesan mewarnai semua aspek, sehingga aspek tampak lebih sejalan daripada kerjanya.
# *Semua di tengah*: sebarannya hilang. *Murah hati*: rata-ratanya naik, urutannya tetap. *Ketat*
# kebalikannya.
# Besar setiap kebiasaan di tabel ini dipilih agar mudah dilihat (asumsi).

# %%
kelas.show(kelas.habits_table(pegawai), "Orang yang sama, kebiasaan yang berbeda")

# %% [markdown]
# ## Pola distribusi: di atas kertas dan ditegakkan
#
# Menurut catatan 2022-2024, 88% PNS mendapat *Baik* dan 0,3% di bawahnya. Surat edaran tahun 2023
# menggambarkan
# kurva; catatan itu tidak mengikutinya. Baris kedua mengandaikan kurva ditegakkan pada setiap atasan:
# 15% teratas *Sangat Baik*, paling banyak 10% terbawah di bawah *Baik* (asumsi).
#
# Undian buta pun tepat sebesar kelompoknya: 15 dari 100 bila kelompoknya 15%. Kurva memaksa penilai
# membedakan, tetapi tidak menambah pengetahuan: sebagian besar yang jatuh ke bawah tidak termasuk yang
# terlemah.

# %%
kelas.show(kelas.pattern_table(pegawai), "Pola distribusi")

# %% [markdown]
# ## Apa yang memperbaiki apa
#
# *Contoh yang sama*: semua atasan menilai sepuluh kasus yang nilainya sudah diketahui; selisihnya dipakai
# mengoreksi (kalibrasi). *Pelatihan penilai*: menyamakan ukuran baik dan buruk; di sini diandaikan
# menghapus seperempat bagian penilai (arahnya terbit, besarnya asumsi). *Beda antarunit*: apakah unit
# yang memang lebih baik masih terlihat.

# %%
kelas.show(kelas.repairs_table(pegawai), "Lima cara menilai orang yang sama", digits=1)

# %% [markdown]
# ## Berulang, bukan sekali
#
# Empat puluh tahun, orang dan kerjanya tetap; nasib dan penilainya diundi lagi. Yang dihitung rata-rata
# dari beberapa penilai. Keandalannya mengikuti rumus Spearman dan Brown: dengan *k* penilai yang
# masing-masing berkeandalan *r*, menjadi $k r / (1 + (k-1) r)$. Untuk nilai tahunan kantor *r* = 0,45.

# %%
kelas.spread_of_quota(pegawai)

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: tiga penilai.** Nilai tahunan satu atasan berkeandalan 0,45. Berapa keandalan rata-rata tiga
# penilai? Pakai rumus di atas; tulis dua desimal.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_three_raters(jawaban_1, reliability=0.45, raters=3)

# %% [markdown]
# **Latihan 2: siapa yang keliru?** Sebuah kota dengan 200 pegawai memberi 20 orang *Sangat Baik* (10%), dari
# nilai satu atasan. Menurut rumus, 44,4 dari 100 yang terpilih memang termasuk 10% terbaik. Berapa dari 20
# orang itu yang **tidak**? Tulis satu desimal.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_wrongly_top(jawaban_2, named=20)

# %% [markdown]
# **Latihan 3: perbaikan yang cocok.** Pasangkan setiap persoalan dengan `"contoh yang sama"`, `"lebih banyak
# penilai"`, atau `"tidak dapat"`. Di selnya, tanda kutip ikut ditulis.

# %% tags=["latihan"]
jawaban_3 = {
    "dua bagian, dua atasan, siapa yang lebih baik?": ...,
    "satu orang, satu atasan, pendapatnya khas": ...,
    "catatan tahun lalu, satu atasan seorang": ...,
}
kelas.check_repairs(jawaban_3)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa penilai 4511 murah hati.** Dari nilainya saja, orang-orangnya boleh jadi memang lebih baik.
# - **Bahwa penilai berbohong.** Bagian penilai memuat pendapat yang jujur, dari tempat melihat yang berbeda.
# - **Bahwa angkanya berlaku di sini.** Penelitiannya di perusahaan luar negeri; penilai di instansi
#   Anda belum diukur.
#
# **Kembali ke adegan.** Di data ini kebenarannya diketahui: orang-orang penilai 177 rata-rata 0,18 dan
# orang-orang penilai 4511 0,09 simpangan baku di atas nol. Selisih enam belas poin tadi bukan kerja. Minta
# penilai kedua yang melihat kedua bagian.

# %%
kelas.show(kelas.truth_of_six(), "Kunci permainan keenam orang")

# %%
kelas.reveal("tepat", round(kelas.right_of_hundred(), 1), "orang")

# %% [markdown]
# ## Ringkasan
#
# Satu nilai dari satu atasan lebih banyak bercerita tentang penilainya. Kemurahan hati dan mutu
# orang-orangnya
# tidak dapat dipisahkan tanpa penilai kedua atau contoh yang sama. Lebih banyak penilai meredam pendapat
# khas; pelatihan menolong sedikit; kurva yang dipaksakan tidak menambah pengetahuan.
#
# **Istilah.** *Keandalan*: seberapa sejalan dua penilai tentang orang yang sama, 0 sampai 1. *Halo*: satu
# kesan
# mewarnai semua aspek. *Kalibrasi*: menyamakan ukuran dengan contoh. *Simpangan baku* (SD): ukuran
# sebaran.

# %% [markdown]
# **Sumber.** Scullen, Mount, dan Goff 2000 (bagian 53-62% penilai, 21-25% orang; 2.350 dan 2.142 manajer).
# Salgado dan Moscoso 2019 (0,45 untuk keperluan kantor); Viswesvaran, Ones, dan Schmidt 1996 (0,52).
# Pelatihan penilai: Roch dkk. 2012, Woehr dan Huffcutt 1994 (arah; besarnya dari ingatan). Sebaran predikat
# 2022-2024: birokratmenulis.org. Kurva: SE MenPANRB 3/2023 (sumber sekunder); PermenPANRB 6/2022. Spearman
# 1910; Brown 1910. Separuh-separuh kemurahan dan pendapat khas, skala 76 dan 7: asumsi.
#
# **Berikutnya.** Mengapa nilai ditakuti, dan apa yang meredakannya: [08_resistensi](08_resistensi.ipynb).
