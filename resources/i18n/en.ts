<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="id_ID">
<context>
    <name>Chronology</name>
    <message>
        <source>Baris kronologi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kronologi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tulis kronologi, Enter menambah baris dengan waktu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} (sedang ditulis…)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClockBox</name>
    <message>
        <source>lewat {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sisa {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CloseSheet</name>
    <message>
        <source>Batal (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catatan penutup (boleh kosong)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HASIL AKHIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PELAPOR SUDAH DIBERI TAHU?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih hasil akhir …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup tiket (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup tiket {ticket}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Belum bisa ditutup: {what}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormHeader</name>
    <message>
        <source>Buka kembali…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk menolak; isian tetap di layar dan dicoba lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LATIHAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status lain…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket baru</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup tiket…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifikasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ isian berbeda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✖ belum tersimpan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>BB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Darurat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kejadian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keterangan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kritis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menuju</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Non-darurat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panah menggeser, + dan - memperbesar, Tab memilih kejadian, Spasi mengambil titik tengah</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perbesar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perkecil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peta skematik – belum ada paket peta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rendah</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sedang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seluruh kabupaten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Siap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiba</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidak siap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tinggi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>di luar Batola, {km} km dari {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sekitar {place}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaceBox</name>
    <message>
        <source>Desa, jalan, patokan, atau koordinat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hapus titik</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TEMPAT KEJADIAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tempat kejadian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titik koordinat {lat}, {lon}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titik lokasi belum dipastikan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StateSheet</name>
    <message>
        <source>Alasan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batal (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomor rujukan (bila ada)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simpan (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ubah status tiket</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypeBox</name>
    <message>
        <source>Beberapa huruf: kebak, laka, KB01 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JENIS KEJADIAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis kejadian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prioritas Ctrl+1…5</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WordsSheet</name>
    <message>
        <source>Batal (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simpan (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ya, tetap (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✖ Harus diisi: tanpa nama atau alasan tidak dicatat.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>Ambil panggilan ditahan ke-{number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Atur ulang tata letak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bahasa Indonesia / Inggris</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baris perintah</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batalkan langkah terakhir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bisukan mikrofon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cari tiket dan panggilan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Daftar peringatan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jawab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jeda / siap lagi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ke antrean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ke daftar belum diklasifikasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ke daftar hubungi balik</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kirim ke instansi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kirim nada tombol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Klasifikasi (lalu satu huruf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papan (tiket, satuan, instansi)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pelankan dering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pengaturan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prosedur senyap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Semua tombol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tahan / lanjutkan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tampilan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tandai peringatan terlihat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telepon keluar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tema terang / gelap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket baru / ke formulir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup jendela</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup telepon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>alasan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>huruf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nomor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>teks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tombol</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Ada catatan yang belum sampai ke disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ada kesalahan pada program ini; sudah dicatat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Akses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alamat tujuan tidak bisa dihubungi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alasan belum diisi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alasan {reason} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bacakan kalimat berikutnya dan jawab daftar periksa.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baris daftar periksa tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batalkan …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batola Desk sudah terbuka di komputer ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bekerja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belum ada tiket yang terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belum dicatat apakah pelapor sudah diberi tahu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Berdering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beri nama lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beri tahu TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Berkas rekaman tidak ada di meja ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bicara</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buat tiket (F6) atau kaitkan panggilan ke tiket yang ada.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buat tiket baru (F6) atau buka satu dari papan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buka kembali bila perlu (ketua regu).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buka lagi programnya.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cara kirim {channel} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cari di meja yang menjawab, atau tanya TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cari lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cari lewat Ctrl+F.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catat di kertas, hubungi TI sekarang.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catatan belum terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catatan saluran yang rusak disisihkan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catatan sudah ditutup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coba lagi dengan F3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coba lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coba lagi; kalau berulang, beri tahu TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DARURAT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Daftar desa rusak: {file} baris {line}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Daftar hasil sudah berubah.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data di komputer ini ditulis oleh versi yang lebih baru.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data panggilan tetap ada.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data tidak disentuh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dengarkan {seconds} detik lagi; penelepon senyap tidak diputus sebelum 30 detik.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Desa / kelurahan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Di faskes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Di lokasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Di sini harus angka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dialihkan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dialihkan wilayah</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dialokasikan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dibatalkan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dibuka kembali</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dicoba</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dicoba terus; pakai telepon cadangan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digabung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dijawab meja lain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dikirim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dirujuk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk menolak, dicoba lagi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk penuh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk tidak menjawab dengan benar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disusun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditahan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diterima</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diterima oleh …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diteruskan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditolak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditolak …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditunda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditutup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eskalasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eskalasi 1: ulangi dan telepon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eskalasi 2: kontak lain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eskalasi 3: ketua regu dan pimpinan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder kerja bisa dibaca orang lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gagal tersambung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ghost hanya boleh setelah prosedur senyap lengkap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HANYA BACA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hanya angka, * dan # yang bisa dikirim.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hasil akhir belum dipilih.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headset sedang dipakai untuk bicara.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hilang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubungan ke saluran telepon terputus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubungi TI; jangan matikan komputer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubungi balik dari daftar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubungi balik.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubungi satuan itu dan kirim bantuan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ini hanya boleh dilakukan ketua regu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instansi masih bekerja: {agencies}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instansi {agency} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isian masih kosong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isian {field} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Isinya masih bisa dibaca.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jalan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jalan dan air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jalankan batola-desk doctor, atau hubungi TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jangan matikan komputer; hubungi TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jendela yang lain bekerja terus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis kejadian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis panggilan {call_class} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis pencarian tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis {call_class} dipasang otomatis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jenis {call_class} perlu tiket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keadaan itu belum bisa dari keadaan sekarang.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keadaan petugas {state} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keadaan tiket {state} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ketik ? untuk daftar perintah.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Konferensi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Konfigurasi salah: {file} baris {line}, {key}: ditemukan {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Konfigurasi saluran (line.toml) salah.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Konsultasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LEWAT BATAS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Langkah itu belum bisa sekarang.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lanjutkan bekerja; kalau berulang, beri tahu TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laporan akhir</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laporan akhir …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laporan palsu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layar dan saluran telepon berbeda versi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layar lain mengambil alih saluran ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Luka</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Luring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MELUAP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masih ada di memori selama program terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masih ada panggilan berjalan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Media {medium} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meja tunggal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meluap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memanggil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mendaftar …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mendampingi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meninggal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menuju</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menyusul</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI memeriksa nama dan sandi di line.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI memeriksa ruang disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI memperbaiki hak folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI memperbaiki: {file} baris {line}: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI mengosongkan disk; jangan matikan komputer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta TI menutup program itu atau mengganti port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta ketua regu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta penelepon menelepon lagi, atau hubungi balik.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minta petugas pengirim atau ketua regu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mulai bekerja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nada peringatan itu tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nama belum diisi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nama panggilan {call_sign} sudah dipakai.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nama pelapor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nilai bawaan dipakai.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nilai itu tidak bisa dipakai.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nilai lama tetap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomor hubungi balik</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomor ini sedang dihubungi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomor ini tidak ada lagi di daftar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomor {number} tidak bisa dihubungi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nomornya tersimpan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PBX menolak pendaftaran saluran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PENTING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pakai jendela yang sudah terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pakai layar yang lain, atau tutup dan buka lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pakai telepon lain, dan minta TI mengisi line.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan belum bisa dilanjutkan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan berjalan terus, data tersimpan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan berjalan terus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan berjalan terus; catatan ditahan di memori.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan dan tiket tidak berubah.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini sedang tidak tersambung.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini sudah berakhir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini tidak berdering lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini tidak dijawab; jenisnya sudah T (terputus).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini tidak dikenal lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan ini tidak terkait dengan tiket itu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan langsung tetap diterima.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan masih ditahan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan masuk tetap diterima.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan tersambung tanpa suara.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan tetap tercatat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan tidak bisa dijawab.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan tidak diputus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panggilan yang berjalan tidak diputus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pasang ulang program, atau hubungi TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pasang versi yang lebih baru, atau hubungi TI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patokan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pekerjaan lain tidak terganggu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pelatihan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pencarian gagal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penelepon ini tidak bisa menerima nada angka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peran Anda belum boleh melakukan ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periksa angka lintang dan bujur.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periksa nomornya.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Periksa senyap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peringatan ini tidak ada lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perintah itu tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perintah tidak bisa dijalankan ({code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pesan terkirim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih darat, air, atau keduanya.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih dari daftar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih hasil akhir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih jenis lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih panggilan lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih salah satu huruf yang ditampilkan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih salah satu langkah yang ditampilkan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih salah satu yang ditampilkan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih satuan lain, atau tegaskan bila tetap dipakai.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih satuan lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pilih ya, tidak bisa dihubungi, atau tidak perlu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port telepon sudah dipakai program lain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prioritas {priority} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prosedur senyap belum dimulai.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putar rekaman setelah panggilan selesai atau ditahan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rekaman tidak bisa ditulis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran dihidupkan ulang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran dihidupkan ulang otomatis; tunggu 2 detik.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran dinyalakan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran gagal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran siap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran siap (langsung)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran telepon belum bisa dihubungi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran telepon menolak layar ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran telepon sedang tidak siap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran telepon tidak bisa dinyalakan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saluran telepon tidak menjawab.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sambungan tetap ada.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampai</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Satuan ini tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sedang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selesai lapangan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selesaikan atau batalkan tugas instansi dulu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setelah panggilan selesai, tutup dan buka lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setelan {key} tidak dikenal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Siaga</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Siap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sinkron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sudah dikirim ke instansi itu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tanpa PBX, meja ini tidak bisa menelepon nomor biasa.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tekan F9 dan jawab semua baris daftar periksa.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tekan F9.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tempat yang lama tetap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terbuka</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terhubung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terjebak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terkendali</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terklasifikasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terlalu banyak catatan menunggu disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terputus di antrean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terputus saat bicara</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tersimpan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tertunda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Terverifikasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiba</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidak ada panggilan yang berdering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidak bisa menyimpan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidak siap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidak tersambung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket dan peta tetap bekerja.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket ini tidak ditemukan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket tersimpan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket tetap terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket tetap tersimpan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket tetap tersimpan; panggilan mungkin masih berjalan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket {ticket} masih terbuka.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiket {ticket} sudah berakhir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titik itu bukan koordinat yang mungkin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titik lokasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tugas instansi ini tidak dikenal lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tugas tetap menunggu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tugas yang lama masih berjalan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tulis alasannya, lalu ulangi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tulis angka 0 atau lebih.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tulis dulu, lalu ulangi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tulis nama petugas yang menerima.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunggu beberapa detik; pakai telepon cadangan bila perlu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunggu sebentar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup panggilan dulu (F4).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tutup semua jendela Batola Desk, lalu buka lagi.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ulangi lewat eskalasi pada tugasnya.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume harus antara 0 dan 100.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yang boleh: {allowed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>baru</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bekerja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>berdering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>berulang cepat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>daftar desa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dalam batas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>darat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>darat dan air</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dekat kejadian terbuka</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>di lokasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dialokasikan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dibuat petugas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dijawab meja lain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ditolak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ditutup penelepon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ditutup petugas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gagal tersambung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hampir lewat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hasil akhir belum dipilih</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>headset yang dipilih tidak ada</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ketua regu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>klik peta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>koordinat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lain-lain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>malam hari</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masih ada instansi yang bekerja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>menuju</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>menunggu nama</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mikrofon yang dipilih tidak ada</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>panggilan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pelapor belum diberi tahu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>penelepon batal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>penelepon menelepon lagi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pengeras suara tidak ada</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>penggerak suara macet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perangkat suara baru saja hilang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perangkat suara dimatikan lewat konfigurasi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perangkat suara tidak bisa dibuka</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pustaka suara (PortAudio) tidak ada</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>salah pencet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saluran meja ini terhenti</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sambungan hilang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>satuan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sejak dijawab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sejak diterima</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sejak diteruskan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sejak tiba</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>semua meja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>senyap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sering iseng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sibuk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sudah terhubung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tanpa kodek yang cocok</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>terputus di antrean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>terputus saat bicara</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak ada headset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak ada mikrofon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak ada pengeras suara</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak ada perangkat suara</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak bisa dihubungi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak dijawab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak perlu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tidak tersambung</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ya</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{call_sign} sedang bertugas ({tickets}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{call_sign} sendiri dalam keadaan DARURAT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{call_sign} sudah ditugaskan ke tiket ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{call_sign} tidak bertugas di tiket ini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{call_sign} tidak siap: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>queue_words</name>
    <message>
        <source>%1 iseng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 nyata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 panggilan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 senyap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1× dicoba</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ada tiket terbuka</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>berdering %1 detik</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nomor baru</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nomor disembunyikan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sedang dihubungi</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
