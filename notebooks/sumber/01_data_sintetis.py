# %% [markdown]
# # 01 · Data sintetis: orang, unit, kebenaran, catatan
#
# **35 menit.** Prasyarat: [00_mulai_di_sini](00_mulai_di_sini.ipynb).
#
# Sesudah buku kerja ini Anda dapat:
#
# 1. membaca tabel pegawai dan tabel unit, dan menunjukkan kolom yang di kantor tidak pernah terlihat;
# 2. membuktikan bahwa sebuah nomor di data ini tidak mungkin milik orang nyata;
# 3. mengukur seberapa jauh sebuah catatan dari kebenaran, dan apa yang tersembunyi di dalam jaraknya.

# %% [markdown]
# ## Persiapan
#
# Klik sel, tekan **Shift+Enter**, satu per satu ke bawah. Angka yang sudah tampak sebelum itu adalah salinan.

# %%
from simkinerja import classroom as kelas

kelas.plain_errors()
pegawai = kelas.load_people("salatiga")
unit = kelas.load_units("salatiga")

# %% [markdown]
# ## Adegan: siapa yang dibina lebih dulu?
#
# Badan kepegawaian punya anggaran pembinaan untuk **dua puluh orang**. Usulan yang beredar: ambil dua puluh
# nilai atasan yang terendah. Seorang anggota tim bertanya, "Apakah itu orang yang memang memerlukannya?"
#
# **Keputusan Anda:** catatan mana yang dipakai untuk memilih dua puluh orang itu?
#
# Kita lihat dulu datanya. Setiap baris adalah satu pegawai buatan. Di bawah kepala kolom tertulis nama
# kolomnya di dalam program.

# %%
kolom = ["name", "nip", "status", "jabatan", "unit_id", "nilai", "true_practice"]
kelas.show(pegawai[kolom], "Pegawai", rows=5)

# %%
kelas.show(unit[["unit_id", "label", "service", "n_officers", "true_quality"]], "Unit", rows=5)

# %% [markdown]
# Kolom berawalan `true_` adalah **kebenaran**: hanya dunia buatan yang memilikinya. Semua kolom lain adalah
# **catatan**, seperti yang ada di kantor. Metode yang baik hanya boleh memakai catatan; kebenaran dipakai
# sesudahnya, untuk memeriksa. Dalam pelajaran ini kita memakai dua kolom kebenaran: `true_practice` (kinerja
# pegawai) dan `true_quality` (mutu unit).

# %%
kelas.show(kelas.told_columns(pegawai, "true_"), "Kolom kebenaran")

# %% [markdown]
# ## Tebak dulu
#
# Ambil dua puluh orang dengan nilai atasan terendah, lalu dua puluh orang yang kinerja sebenarnya terendah.
# Contoh data ini memuat seribu lebih pegawai. Isi tebakan Anda, lalu tekan *Simpan tebakan*.

# %%
kelas.guess("pembinaan", "Berapa orang yang ada di kedua daftar itu?", 0, 20, "orang")

# %% [markdown]
# ## Gagasan: satu rumus
#
# Nilai memakai skala 0-100, sedangkan kinerja sebenarnya memakai skala lain. Agar dapat dibandingkan,
# keduanya dijadikan *nilai baku*: jaraknya dari rata-rata, dalam satuan simpangan baku (ukuran lebar
# sebaran). Lalu:
#
# $$\text{selisih} = \text{catatan baku} - \text{kebenaran baku}$$
#
# Selisih di atas nol berarti catatannya lebih murah hati daripada kebenarannya; di bawah nol lebih ketat.
# Untuk satu orang, selisih juga berisi kebetulan; karena itu kita rata-ratakan untuk semua orang seorang
# penilai.
#
# **Status:** ukuran kami, bukan aturan. Di kantor rumus ini tidak dapat dihitung, sebab kebenarannya tidak
# terlihat.

# %% [markdown]
# ## Hitung dengan tangan
#
# Tiga pegawai di bawah penilai yang sama. Kurangi kolom *kebenaran* dari kolom *catatan*, baris demi baris,
# lalu rata-ratakan ketiganya.

# %%
pegawai["catatan"] = kelas.standardised(pegawai.nilai)
pegawai["kebenaran"] = kelas.standardised(pegawai.true_practice)
penilai = pegawai.penilai.value_counts().index[0]
tiga = pegawai[pegawai.penilai == penilai].head(3)

# %%
kelas.show(tiga[["officer_id", "penilai", "catatan", "kebenaran"]], "Tiga pegawai dari satu penilai")

# %%
selisih = tiga.catatan - tiga.kebenaran
kelas.tell("Selisih tiga orang, lalu rata-ratanya", [*selisih, selisih.mean()])

# %% [markdown]
# ## Hitung dengan pustaka
#
# Pustaka menghitung rata-rata selisih untuk semua penilai sekaligus, asalkan orangnya sedikitnya lima. Kita
# periksa bahwa untuk satu penilai hasilnya sama dengan hitungan biasa.

# %%
longgar = kelas.gap_by_rater(pegawai, "nilai", rater="penilai", fewest=5)
satu = pegawai[pegawai.penilai == penilai]
assert abs(longgar[penilai] - (satu.catatan - satu.kebenaran).mean()) < 1e-9

# %%
kelas.show(longgar.rename("rata-rata selisih"), "Dari yang paling murah hati", rows=4)

# %% [markdown]
# Kalau perbedaan itu hanya kebetulan, nilai rata-rata setiap penilai akan hampir sama. Berapa bagian
# perbedaan yang terletak *di antara* penilai, bukan di antara orang-orang dari penilai yang sama?

# %%
bagian_nilai = kelas.rater_share(pegawai.nilai, pegawai.penilai)
bagian_kinerja = kelas.rater_share(pegawai.true_practice, pegawai.penilai)
kelas.tell("Bagian di antara penilai (0-1): nilai, lalu kinerja", [bagian_nilai, bagian_kinerja])

# %% [markdown]
# Lebih dari sepertiga perbedaan *nilai* terletak di antara penilai, padahal *kinerja sebenarnya* di antara
# mereka tidak berbeda. Itulah yang tersembunyi di dalam jarak antara catatan dan kebenaran.
#
# ## Unit pun punya dua lapis
#
# Mutu sebenarnya sebuah loket dapat dibandingkan dengan Indeks Kepuasan Masyarakat (IKM) yang ditulis warga.
# Urutkan loket dari yang mutunya paling baik: apakah IKM-nya ikut urut?

# %%
loket = kelas.unit_records("salatiga")
kelas.show(loket, "Loket, dari mutu sebenarnya tertinggi", rows=8)

# %%
kelas.tell("Korelasi IKM dengan mutu sebenarnya", loket.ikm.corr(loket.true_quality))

# %% [markdown]
# Hampir nol. Itu bukan bukti bahwa survei tidak berguna: 24 loket terlalu sedikit, sehingga korelasi ini
# sendiri tidak pasti (kira-kira plus-minus 0,4). Yang boleh dikatakan: IKM mengukur pengalaman warga,
# harapan mereka, dan cara mereka dipilih; mengurutkan loket menurut IKM tidak sama dengan mengurutkannya
# menurut mutu. Pelajaran 04 melanjutkan ini.

# %% [markdown]
# ## Panel: catatan mana yang sejalan?
#
# Setiap titik satu pegawai. Kalau catatan sejalan sempurna dengan kebenaran, semua titik terletak pada satu
# garis miring. Makin menyebar titiknya, makin sedikit yang diceritakan catatan itu.

# %%
kelas.panel_agreement(pegawai, {"nilai atasan": "nilai", "kehadiran": "hadir", "perkara selesai": "perkara"})

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Pilih *kehadiran*. Di banyak daerah, disiplin hadir ikut menentukan tunjangan (aturan setempat). Seberapa
#    sejalan ia dengan kinerja?
# 2. Naikkan *Banyaknya yang terbawah* dari 20 menjadi 100, untuk ketiga catatan. Pada catatan mana bagian
#    yang
#    tertangkap naik? Bandingkan dengan undian buta: naik pun belum tentu karena catatannya.

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu tahun adalah satu undian. Di bawah ini dua puluh tahun buatan untuk orang yang sama; titiknya
# rata-rata, garisnya dari tahun terendah sampai tahun tertinggi. Hitungannya perlu beberapa detik.

# %%
kelas.spread_of_agreement(pegawai, seeds=20)

# %% [markdown]
# ## Latihan
#
# **Latihan 1: nomor yang mustahil.** NIP seorang PNS memuat tanggal lahir (8 angka), tahun dan **bulan**
# pengangkatan (6 angka), jenis kelamin (1), dan nomor urut (3). Lihat NIP di bawah. Bulan berapakah
# pengangkatannya, yaitu angka ke-13 dan ke-14?

# %% tags=["latihan"]
nip = pegawai[pegawai.status == "pns"].nip.iloc[0]
kelas.tell("NIP", nip)

# %% tags=["latihan"]
jawaban_1 = ...
kelas.check_month_field(jawaban_1, nip)

# %% [markdown]
# **Latihan 2: satu penilai.** Berapa rata-rata selisih penilai yang berada di urutan **terakhir** (paling
# ketat)? Petunjuk: tulis `longgar.iloc[-1]`; itu berarti *isi terakhir dari daftar longgar*. Kalau Anda
# menulis angkanya sendiri, bulatkan dua desimal, dengan titik.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_rater_gap(jawaban_2, pegawai, "nilai", longgar.index[-1], fewest=5)

# %% [markdown]
# **Latihan 3: pilih catatan.** Catatan mana yang paling sejalan dengan kinerja sebenarnya: `"nilai
# atasan"`, `"kehadiran"`, atau `"perkara selesai"`? Pakai panel di atas.

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_closest_record(jawaban_3, pegawai)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Penilai yang ketat atau unit yang lemah?** Satu pegawai satu atasan: dari nilai saja, tanpa kolom
#   `true_`
#   atau catatan lain, keduanya tidak dapat dipisahkan dengan metode apa pun.
# - **Bahwa Salatiga seperti ini.** Jumlah ASN Salatiga tidak kami temukan; ukurannya asumsi. Nama, nomor,
#   dan nilainya buatan.
# - **Bahwa catatan yang sejalan hari ini tetap sejalan** kalau tunjangan digantungkan padanya. Orang
#   menyesuaikan diri.
#
# Sekarang bandingkan tebakan Anda dengan hasilnya.

# %%
dua_daftar = kelas.agreement(pegawai, "nilai", "true_practice", lowest=20)
kelas.reveal("pembinaan", dua_daftar.caught, "orang")

# %% [markdown]
# ## Ringkasan
#
# Data ini punya dua lapis: catatan dan kebenaran. Jarak di antaranya tidak hanya kebetulan: orang-orang dari
# penilai yang sama bergeser bersama. Untuk adegan tadi: dua puluh nilai terendah terutama menunjuk penilai
# yang
# ketat; di sini *perkara selesai* menemukan lebih banyak orang, tetapi belum separuhnya. Karena kebenarannya
# diketahui, sebuah metode dapat diuji di sini sebelum dipakai di kantor.
#
# **Istilah.** *Nilai baku*: jarak dari rata-rata dalam simpangan baku. *Korelasi*: seberapa sejalan dua
# kolom, dari -1 sampai 1. *Penanda sintetis*: isian yang tidak mungkin ada, misalnya bulan ke-14.

# %% [markdown]
# **Sumber.** Scullen, Mount, dan Goff 2000 (asal perbedaan nilai). Susunan NIP: Perka BKN 22/2007 tentang
# NIP. Jumlah pegawai: lihat `simkinerja populasi`. Kamus data: `data/synthetic`.
#
# **Berikutnya.** [04_suara_warga](04_suara_warga.ipynb): catatan yang ditulis warga.
