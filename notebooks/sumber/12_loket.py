# %% [markdown]
# # 12 · Loket layanan
#
# **40 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb). Anda tidak perlu pernah menulis
# program.
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. menghitung lama menunggu tiga orang dengan tangan, dan lama menunggu rata-rata dengan rumus;
# 2. mengatakan apa yang terjadi bila satu loket ditambah atau layanannya dipersingkat;
# 3. membedakan rata-rata dari peluang dilayani dalam standar, dan satu hari dari kebiasaan.
#
# Hari-hari di sini **sintetis**. Angka terbit disebut sumbernya.

# %% [markdown]
# ## Persiapan
#
# Klik sel di bawah ini, tekan **Shift+Enter**, lalu lanjutkan satu per satu ke bawah. Angka dan gambar
# yang sudah tampak sebelum itu adalah salinan.

# %%
import pandas as pd

from simkinerja import classroom as kelas

kelas.plain_errors()

# %% [markdown]
# ## Adegan: loket obat puskesmas
#
# Anda kepala sebuah puskesmas. Di loket obat ada tiga petugas; sejam datang kira-kira 13 orang, dan
# setiap orang perlu kira-kira 12 menit. Angka ini dari sebuah penelitian di Puskesmas Meko: tunggunya,
# menurut penelitian itu, 22,38 menit.
#
# Warga mengeluh. Di meja ada usul: minta petugas keempat. Bendahara bertanya: *"Dari tiga ke empat, tunggunya
# paling-paling turun seperempat?"* **Keputusan Anda:** minta petugas keempat, singkatkan layanan, atau
# biarkan?

# %%
per_jam, menit = 12.99, 12
kelas.show_rule(kelas.published_desks(), "Angka terbit di tiga tempat")

# %% [markdown]
# ## Tebak dulu
#
# Menurut rumus di bawah, dengan tiga loket orang menunggu rata-rata 22,6 menit sebelum dilayani. Orang yang
# datang dan lama layanannya tetap; hanya loketnya menjadi empat. Tebakan Anda hanya disimpan di halaman
# ini.

# %%
kelas.guess("tunggu", "Berapa menit rata-rata tunggunya dengan empat loket?", 0, 25, "menit")

# %% [markdown]
# ## Gagasan: satu rumus
#
# *Beban* sebuah loket adalah bagian waktunya yang terpakai: orang sejam dikalikan menit layanan, dibagi 60,
# dibagi banyaknya loket. Di Meko 0,866. Bila beban mencapai 1, antrean tumbuh terus. Di bawah 1:
#
# $$\text{tunggu} = \frac{\text{antre} \times \text{layanan}}{\text{loket} \times (1 - \text{beban})}$$
#
# *Antre* adalah peluang harus menunggu; pustaka menghitungnya dengan rumus Erlang C.
#
# **Status:** rumus ini matematika, bukan aturan. Undang-Undang 25/2009 mewajibkan standar pelayanan,
# termasuk jangka waktunya; angkanya Anda tetapkan sendiri. Standar menunggu 15 menit di sini **asumsi**.

# %%
kelas.show_rule(kelas.desk_table(per_jam, menit, [3, 4, 5]), "Loket obat menurut rumus")

# %% [markdown]
# ## Hitung dengan tangan
#
# Dari mana menunggu itu datang? Ambil tiga orang dan **satu** loket. Setiap orang mulai dilayani pada
# waktu yang lebih akhir di antara dua: saat ia datang, atau saat orang sebelumnya selesai. Hitung
# tunggu orang ketiga, lalu bandingkan dengan tabel kedua.

# %%
tiga = pd.DataFrame({"datang": [0, 5, 9], "layanan": [10, 12, 8]})
kelas.show(tiga, "Tiga orang")

# %%
mulai = [0, max(5, 0 + 10), max(9, 10 + 12)]
tunggu_tangan = mulai - tiga.datang
kelas.show(tiga.assign(mulai=mulai, tunggu=tunggu_tangan), "Satu loket, tangan")

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka memakai aturan yang sama untuk berapa pun loket dan orang: yang berikutnya dilayani loket yang
# paling dulu kosong. Baris `assert` berarti: *kalau tidak sama, berhentilah dan beri tahu saya*.

# %%
satu_loket = kelas.serve_table(tiga, 1)
assert list(satu_loket.tunggu) == list(tunggu_tangan)
kelas.show(satu_loket, "Satu loket, pustaka", digits=0)

# %% [markdown]
# Orang yang sama, dua loket. Perhatikan: tidak seorang pun menunggu lebih lama. Itu selalu begitu bila
# orangnya sama dan dilayani menurut urutan datang.

# %%
dua_loket = kelas.serve_table(tiga, 2)
assert (dua_loket.tunggu <= satu_loket.tunggu).all()
kelas.show(dua_loket, "Dua loket, pustaka", digits=0)

# %% [markdown]
# ## Panel: hari yang sama, satu loket lebih
#
# Lima hari yang sama dilayani dengan banyaknya loket pilihan Anda, dan dengan satu loket lebih: orang yang
# sama, kebutuhan yang sama. Tombol *Jalankan* menghitung lima puluh hari. Angka awalnya dari Meko,
# dibulatkan; jam buka lima jam asumsi.
#
# **Mengapa tunggunya di bawah rumus?** Rumus berlaku bagi hari yang tidak pernah berakhir. Loket yang dibuka
# kosong setiap pagi belum sempat menumpuk antrean sepanjang itu.

# %%
kelas.panel_desk(arrivals=13, minutes=12, windows=3, hours=5)

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Biarkan tiga loket, ubah *Lama layanan antarorang* menjadi *sama semua*, lalu *ada yang lama sekali*.
#    Rata-rata layanannya tetap 12 menit. Mengapa tunggunya berubah?
# 2. Seperti apotek RSUD Sumbawa: satu loket, 13 orang sejam, 6 menit. Bebannya di atas 1. Lihat bentuk
#    garisnya, lalu naikkan jam buka. Menjadi seperti apa garis dua loket?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu hari hanya satu undian. Di bawah ini empat puluh bulan kerja diulang. Lihat lebarnya satu hari
# dibandingkan dengan rata-rata sebulan: laporan satu hari sebelum dan satu hari sesudah dapat
# mengatakan apa saja.

# %%
kelas.spread_of_desk(13, 12, 3, hours=5)

# %% [markdown]
# ## Latihan
#
# Ganti tiga titik (`...`) dengan jawaban Anda, lalu tekan Shift+Enter.
#
# **Latihan 1: paling sedikit berapa loket?** Sebuah apotek didatangi 20 orang sejam; setiap orang perlu 5
# menit. Berapa loket paling sedikit supaya antreannya tidak tumbuh terus? Petunjuk: beban di bawah 1.

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_fewest_windows(jawaban_1, arrivals=20, minutes=5)

# %% [markdown]
# **Latihan 2: tanpa petugas keempat.** Di loket obat tadi (12,99 orang sejam, tiga loket), layanan dapat
# dipersingkat, misalnya dengan menyiapkan obat yang sering diresepkan. Menjadi berapa menit supaya tunggunya
# sama dengan empat loket yang 12 menit, yaitu 3,03 menit? Petunjuk: 10 menit memberi 6,3; 9 menit memberi
# 3,6; 8 menit memberi 2,1. Dengan kode: ganti 10.0 sampai hasilnya 3,03. Tulis satu desimal.

# %%
kelas.tell("Tunggu (menit) bila layanannya 10 menit", kelas.desk_wait(12.99, 10.0, 3))

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_equal_minutes(jawaban_2, arrivals=12.99, minutes=12, windows=3)

# %% [markdown]
# **Latihan 3: rata-rata di balik standar.** Standar izin usaha (SIUP dan TDP) dulu 3 hari; menurut sebuah
# survei kira-kira 40% kantor lebih lambat. Andaikan lamanya menyebar *eksponensial*. Berapa hari
# rata-ratanya? Petunjuk: rata-rata = 3 / 0,916, dengan 0,916 dari logaritma alami 0,40 (tandanya
# dibuang). Tulis dua desimal.

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_mean_days(jawaban_3, limit=3, share=0.40)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Bahwa 22,38 menit diukur dengan jam.** Itu keluaran rumus dari laju yang dicatat; begitu pula 4,2
#   menit di Pinrang: loket keempatnya dihitung, bukan dicoba.
# - **Bahwa rumus meramalkan hari Anda.** Jam buka yang pendek, pagi yang ramai, petugas yang istirahat, dan
#   orang yang pulang sebelum dilayani tidak ada di dalamnya.
# - **Bahwa layanannya baik.** Obat yang salah pun dapat diberikan dengan cepat.
#
# **Kembali ke adegan.** Beban yang turun dari 0,87 ke 0,65 menghapus sebagian besar antrean: bukan
# seperempat. Layanan 8,7 menit sama gunanya. Ukur dulu sebulan.

# %%
kelas.reveal("tunggu", kelas.desk_wait(per_jam, menit, 4), "menit")

# %% [markdown]
# ## Ringkasan
#
# Menunggu datang dari kebetulan, dan kebetulan paling mahal bila beban mendekati 1. Satu loket di dekat batas
# itu berarti banyak; jauh dari batas hampir tidak berarti. Rata-rata, peluang dalam standar, dan hari
# terburuk adalah tiga hal.
#
# **Istilah.** *Beban*: bagian waktu loket yang terpakai. *Tunggu*: dari datang sampai mulai dilayani.
# *Eksponensial*: menyebar dengan banyak yang singkat dan sedikit yang lama. *M/M/3*: nama baku antrean
# dengan datang acak, layanan eksponensial, tiga loket.

# %% [markdown]
# **Sumber.** Puskesmas Meko: jurnal Fraktal, Universitas Nusa Cendana (laju datang tepatnya tidak tampak;
# 12,99 kami hitung dari beban 0,866). RSUD Pinrang: Febriani dan Busrah 2021 (rata-rata tunggu terlama).
# RSUD Sumbawa: Jurnal Matematika 12(2) 2022. SIUP dan TDP: Rustiani dkk. 2012, dikutip dalam kasus Barru
# (UNPSA). Rumus: Erlang 1917; rekursi Kiefer dan Wolfowitz 1955. UU 25/2009 dan PermenPANRB 15/2014: dari
# sumber sekunder. Jam buka dan standar 15 menit: asumsi.
#
# **Berikutnya.** Apa kata warga yang menunggu itu: [04_suara_warga](04_suara_warga.ipynb).
