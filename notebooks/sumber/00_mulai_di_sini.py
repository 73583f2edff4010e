# %% [markdown]
# # 00 · Mulai di sini
#
# **15 menit.** Prasyarat: tidak ada. Anda tidak perlu pernah menulis program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menjalankan buku kerja: menekan **Shift+Enter** dan membaca hasilnya;
# 2. menjelaskan mengapa *terbaik menurut catatan* belum tentu *terbaik sebenarnya*;
# 3. memilih pelajaran berikutnya sesuai peran Anda.
#
# Semua orang dan angka di sini **sintetis**: dibuat komputer, bukan pegawai yang nyata. Karena itu, di sini
# kita boleh melihat sesuatu yang di kantor tidak pernah terlihat: keadaan yang sebenarnya.

# %% [markdown]
# ## Persiapan
#
# Kotak abu-abu di bawah ini disebut *sel*. Klik selnya, lalu tekan **Shift+Enter**. Tanda `[*]` di kirinya
# berarti sedang dihitung; sesudah menjadi angka, lanjutkan ke sel berikutnya, satu per satu, sampai bawah.
# Isi selnya tidak perlu Anda hafalkan.
#
# Hasil yang sudah tampak sebelum Anda menjalankan apa pun adalah salinan. Tombol dan geserannya baru hidup
# sesudah selnya Anda jalankan sendiri. Jangan mengintip ke bawah dulu: sebentar lagi Anda diminta menebak.
#
# Muncul tulisan *belum dikenal* atau *NameError*? Ada sel yang terlewat. Pilih menu **Run**, lalu **Run All
# Above Selected Cell**.

# %%
from simkinerja import classroom as kelas

kelas.plain_errors()
pegawai = kelas.load_people("bandung")

# %% [markdown]
# ## Peran Anda
#
# Pilih yang paling mirip dengan Anda. Jalannya akan menyesuaikan; Anda bebas mengubahnya kapan saja. Buku
# kerja lain dibuka dengan klik dua kali pada daftar berkas di kiri, atau lewat tautan di akhir halaman.

# %%
kelas.panel_role()

# %% [markdown]
# ## Adegan: sepuluh nama sebelum pukul dua
#
# Sebuah Dinas Perhubungan diminta mengusulkan **sepuluh pegawai teladan**. Kepala dinas berkata, "Ambil
# saja sepuluh nilai atasan yang tertinggi setahun ini. Itu paling adil."
#
# Tabelnya sudah di meja Anda. Kolom *nilai* adalah rata-rata nilai dari atasan selama dua belas bulan
# (0-100); *penilai* adalah nomor atasan yang memberi nilai itu.
#
# **Keputusan Anda:** mengirim sepuluh nama teratas, atau tidak?

# %%
calon = pegawai[pegawai.agency == "Dinas Perhubungan"]
kelas.show(calon[["officer_id", "jabatan", "penilai", "nilai"]], "Pegawai", rows=5, digits=1)

# %% [markdown]
# ## Tebak dulu
#
# Komputer yang membuat data ini tahu kinerja **sebenarnya** setiap orang. Isi tebakan Anda, lalu tekan
# *Simpan
# tebakan*; ia hanya disimpan di halaman ini, selama sesi ini.

# %%
kelas.guess("teladan", "Berapa dari sepuluh nama itu yang memang sepuluh terbaik?", 0, 10, "orang")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Kita hitung seberapa *tepat* sebuah daftar:
#
# $$\text{ketepatan} = \frac{\text{nama terpilih yang memang terbaik}}{\text{semua nama yang terpilih}}$$
#
# **Status:** rumus ini ukuran kami, bukan aturan. Menurut aturan (PermenPANRB 6/2022), kinerja dievaluasi
# oleh pejabat penilai kinerja, yaitu atasan langsung atau pejabat yang diberi wewenang, dan hasilnya sebuah
# **predikat**, misalnya *Baik*. Kolom *nilai* 0-100 di sini skala buatan kami (asumsi), supaya perbedaan
# kecil
# terlihat. Aturan itu tidak mengatakan bahwa hasil dari dua atasan dapat langsung diurutkan dalam satu
# daftar.

# %% [markdown]
# ## Hitung dengan tangan
#
# Ambil tiga orang saja. Siapa yang nilainya tertinggi? Siapa yang *kinerja sebenarnya* tertinggi? Kalau
# orangnya sama, ketepatannya 1 dari 1; kalau berbeda, 0 dari 1.
#
# Kinerja sebenarnya tidak memakai skala 0-100. Angka 0 berarti sama dengan rata-rata pegawai; 1 berarti
# lebih baik daripada kira-kira lima dari enam pegawai; angka minus berarti di bawah rata-rata. Satuannya
# bernama *simpangan baku*.

# %%
tiga = calon.sort_values("nilai", ascending=False).head(3)
kelas.show(tiga[["officer_id", "penilai", "nilai", "true_practice"]], "Tiga nilai tertinggi")

# %%
menurut_catatan = tiga.nilai.idxmax()
sebenarnya = tiga.true_practice.idxmax()
kelas.tell("Ketepatan (dari 1 nama)", int(menurut_catatan == sebenarnya))

# %% [markdown]
# ## Hitung dengan pustaka
#
# Dengan tiga orang hasilnya tampak meyakinkan. Sekarang sepuluh nama, dengan *pustaka*, yaitu kumpulan
# perintah siap pakai. Baris `assert` berarti: *kalau kedua cara tidak sama, berhentilah dan beri tahu saya*.

# %%
terpilih = kelas.best(calon, "nilai", 10)
terbaik = kelas.best(calon, "true_practice", 10)
tepat = kelas.count_right(calon, "nilai", 10)
assert tepat == terpilih.officer_id.isin(terbaik.officer_id).sum()
kelas.tell("Tepat, dari sepuluh nama", tepat)

# %%
kelas.show(kelas.by_rater(calon, terpilih), "Penilai, dan siapa yang masuk daftar", rows=5)

# %% [markdown]
# Bandingkan *rata-rata nilai* dan *kinerja sebenarnya*. Penilai pada baris pertama memberi nilai yang jauh
# lebih tinggi daripada dua penilai besar di bawahnya, padahal kinerja sebenarnya orang-orang mereka hampir
# sama. Sebagian besar isi daftar *pegawai teladan* adalah bawahannya: daftar itu memilih **atasan yang murah
# hati**.
#
# Ini bukan ciri kota tertentu. Dalam dua kumpulan data yang masing-masing memuat lebih dari dua ribu manajer,
# 53% dan 62% perbedaan nilai berasal dari penilainya; dari orang yang dinilai hanya 21% dan 25% (Scullen,
# Mount, dan Goff 2000). Data ini dibuat dengan angka di rentang itu.

# %% [markdown]
# ## Panel: terbaik menurut siapa?
#
# Setiap titik adalah satu pegawai. Makin ke kanan, makin baik kinerja sebenarnya; makin ke atas, makin
# tinggi catatannya. Yang sebenarnya layak terpilih ada di kanan garis putus-putus.

# %%
kelas.panel_nomination(calon, {"nilai atasan": "nilai", "perkara selesai": "perkara", "kehadiran": "hadir"})

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Ganti *Dipilih menurut* menjadi *kehadiran*. Apakah yang paling rajin hadir juga yang terbaik?
# 2. Naikkan *Banyaknya yang terpilih*. Pada jumlah berapa daftar itu setidaknya separuhnya tepat? Lihat juga
#    angka undian butanya: berapa yang akan tepat tanpa catatan apa pun?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Mungkin dinas ini sedang sial. Karena itu kita ulangi tahun yang sama empat puluh kali: orangnya tetap,
# kinerja sebenarnya tetap, hanya keberuntungan dan gaya penilainya yang diundi lagi. Hitungannya perlu
# beberapa detik. Di mana letak tahun kita tadi di antara keempat puluh itu?

# %%
kelas.spread_of_nomination(calon, n=10, seeds=40, city="bandung")

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter. Salah tidak apa-apa; pesannya akan
# membantu.
#
# **Latihan 1.** Berapa dari sepuluh nama tadi yang terpilih dengan *keliru*? Petunjuk: `tepat` sudah
# dihitung di atas; tulis angkanya, atau tulis `10 - tepat`.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_wrongly_named(jawaban_1, calon, "nilai", 10)

# %% [markdown]
# **Latihan 2.** Hitung *ketepatan* bila dua puluh nama dipilih menurut *perkara selesai*. Petunjuk:
# `kelas.count_right(calon, "perkara", 20)` memberi banyaknya yang tepat; pakai rumus di atas. Tulis desimal
# dengan titik, misalnya `0.25`; tanda bagi ditulis `/`.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_right_share(jawaban_2, calon, "perkara", 20)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa atasan tertentu tidak adil.** Satu pegawai hanya punya satu atasan. Dari catatan saja, atasan
#   yang murah hati dan unit yang memang hebat tampak sama.
# - **Bahwa perkara selesai selalu catatan terbaik.** Di sini pekerjaannya dapat dihitung. Banyak pekerjaan
#   tidak.
# - **Bahwa angka ini berlaku di kantor Anda.** Ini dunia buatan dengan asumsi yang tertulis; ia melatih
#   pertanyaan Anda, bukan menjawab untuk Anda.
#
# Sekarang bandingkan tebakan Anda dengan hasilnya.

# %%
kelas.reveal("teladan", tepat, "orang")

# %% [markdown]
# ## Ringkasan
#
# Catatan bukan kebenaran. Daftar teratas dari nilai banyak atasan terutama memilih atasan. Jawaban
# kami kepada kepala dinas: jangan dikirim dulu. Tiga hal yang masuk akal sebelumnya: bandingkan di dalam satu
# penilai, pakai lebih dari satu catatan, dan sebutkan ketidakpastiannya.
#
# **Istilah.** *Catatan*: apa yang terlihat sistem (nilai, kehadiran, perkara). *Kebenaran*: apa yang
# sungguh terjadi, di sini kolom berawalan `true_`. *Penilai*: atasan yang memberi nilai.

# %% [markdown]
# **Sumber.** PermenPANRB 6/2022 (penilai dan evaluasi). Scullen, Mount, dan Goff 2000, *Journal of Applied
# Psychology* 85, 956-970 (asal perbedaan nilai). Data: sintetis, `data/synthetic`.
#
# **Berikutnya.** Lihat peran Anda di atas: [01_data_sintetis](01_data_sintetis.ipynb) untuk asal datanya,
# atau [04_suara_warga](04_suara_warga.ipynb) untuk suara warga dan huruf mutu.
