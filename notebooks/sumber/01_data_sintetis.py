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
# Klik sel, tekan **Shift+Enter**, satu per satu ke bawah.

# %%
from simkinerja import classroom as kelas

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
# Kita lihat dulu datanya. Setiap baris adalah satu pegawai buatan.

# %%
kolom = ["name", "nip", "status", "jabatan", "unit_id", "nilai", "true_practice"]
kelas.show(pegawai[kolom], "Pegawai", rows=5)

# %%
kelas.show(unit[["unit_id", "label", "service", "n_officers", "true_quality"]], "Unit", rows=5)

# %% [markdown]
# Kolom berawalan `true_` adalah **kebenaran**: hanya dunia buatan yang memilikinya. Semua kolom lain adalah
# **catatan**, seperti yang ada di kantor. Metode yang baik hanya boleh memakai catatan; kebenaran dipakai
# sesudahnya, untuk memeriksa.

# %%
kelas.tell("Kebenaran", [nama for nama in pegawai.columns if nama.startswith("true_")])

# %% [markdown]
# ## Tebak dulu
#
# Ambil dua puluh orang dengan nilai atasan terendah, lalu dua puluh orang yang kinerja sebenarnya terendah.
# Contoh data ini memuat seribu lebih pegawai.

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
# Selisih di atas nol berarti catatan terlalu murah hati; di bawah nol terlalu ketat.
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
# Pustaka menghitung rata-rata selisih untuk semua penilai sekaligus. Kita periksa bahwa untuk satu penilai
# hasilnya sama dengan hitungan biasa.

# %%
longgar = kelas.gap_by_rater(pegawai, "nilai", rater="penilai")
satu = pegawai[pegawai.penilai == penilai]
assert abs(longgar[penilai] - (satu.catatan - satu.kebenaran).mean()) < 1e-9

# %%
kelas.show(longgar.rename("rata-rata selisih"), "Dari yang paling murah hati", rows=4)

# %% [markdown]
# ## Panel: catatan mana yang sejalan?
#
# Setiap titik satu pegawai. Kalau catatan sama dengan kebenaran, semua titik terletak pada satu garis
# miring.

# %%
kelas.panel_agreement(pegawai, {"nilai atasan": "nilai", "kehadiran": "hadir", "perkara selesai": "perkara"})

# %% [markdown]
# ## Dua hal untuk dicoba
#
# 1. Pilih *kehadiran*. Banyak kantor memotong tunjangan menurut kolom ini. Seberapa sejalan ia dengan
#    kinerja?
# 2. Naikkan *Banyaknya yang terbawah* menjadi 100. Apakah bagian yang tertangkap naik? Mengapa dua puluh
#    orang lebih sulit ditemukan daripada seratus?

# %% [markdown]
# ## Berulang, bukan sekali
#
# Satu tahun adalah satu undian. Di bawah ini dua puluh tahun buatan untuk orang yang sama; garisnya
# menunjukkan rentang korelasi dari tahun ke tahun.

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
# ketat)? Bulatkan dua desimal. Petunjuk: `longgar.iloc[-1]`.

# %% tags=["latihan"]
jawaban_2 = ...
kelas.check_rater_gap(jawaban_2, pegawai, "nilai", longgar.index[-1])

# %% [markdown]
# **Latihan 3: pilih catatan.** Catatan mana yang paling sejalan dengan kinerja sebenarnya: `"nilai
# atasan"`, `"kehadiran"`, atau `"perkara selesai"`? Pakai panel di atas.

# %% tags=["latihan"]
jawaban_3 = ...
kelas.check_closest_record(jawaban_3, pegawai)

# %% [markdown]
# ## Apa yang tidak dapat disimpulkan
#
# - **Penilai yang ketat atau unit yang lemah?** Satu pegawai satu atasan: tanpa kolom `true_`, keduanya
#   tidak dapat dipisahkan dengan metode apa pun.
# - **Bahwa Salatiga seperti ini.** Jumlah ASN Salatiga tidak kami temukan; ukurannya asumsi. Nama, nomor,
#   dan nilainya buatan.
# - **Bahwa catatan yang sejalan hari ini tetap sejalan** kalau tunjangan digantungkan padanya. Orang
#   menyesuaikan diri.

# %%
dua_daftar = kelas.agreement(pegawai, "nilai", "true_practice", lowest=20)
kelas.reveal("pembinaan", dua_daftar.caught, "orang")

# %% [markdown]
# ## Ringkasan
#
# Data ini punya dua lapis: catatan dan kebenaran. Jarak di antaranya tidak acak; sebagian besar berasal
# dari penilai. Karena kebenarannya diketahui, sebuah metode dapat diuji di sini sebelum dipakai di kantor.
#
# **Istilah.** *Nilai baku*: jarak dari rata-rata dalam simpangan baku. *Korelasi*: seberapa sejalan dua
# kolom, dari -1 sampai 1. *Penanda sintetis*: isian yang tidak mungkin ada, misalnya bulan ke-14.

# %% [markdown]
# **Sumber.** Scullen, Mount, dan Goff 2000 (asal perbedaan nilai). Susunan NIP: Perka BKN 22/2007 tentang
# NIP. Jumlah pegawai: lihat `simkinerja populasi`. Kamus data: `data/synthetic`.
#
# **Berikutnya.** [04_suara_warga](04_suara_warga.ipynb): catatan yang ditulis warga.
