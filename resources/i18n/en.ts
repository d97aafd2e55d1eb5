<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="id_ID">
<context>
    <name>ActionRow</name>
    <message>
        <source>Alasan harus diisi</source>
        <translation>A reason is required</translation>
    </message>
    <message>
        <source>Kepada siapa</source>
        <translation>To whom</translation>
    </message>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Alasan, lalu Enter</source>
        <translation>Reason, then Enter</translation>
    </message>
    <message>
        <source>Lakukan  Enter</source>
        <translation>Do it  Enter</translation>
    </message>
    <message>
        <source>Paksa  Shift+Enter</source>
        <translation>Force  Shift+Enter</translation>
    </message>
</context>
<context>
    <name>AdviceBox</name>
    <message>
        <source>Kirim</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Jalur</source>
        <translation>Way</translation>
    </message>
    <message>
        <source>Jalur sedang dihitung; waktunya masih perkiraan.</source>
        <translation>Ways are being computed; times are estimates until then.</translation>
    </message>
    <message>
        <source>Tidak ada satuan bebas yang cocok dan bisa sampai. Pilih sendiri di bawah.</source>
        <translation>No free and suitable unit can get there. Choose one yourself below.</translation>
    </message>
    <message>
        <source>Cadangan ({count})</source>
        <translation>Others ({count})</translation>
    </message>
    <message>
        <source>Tidak disarankan ({count})</source>
        <translation>Not advised ({count})</translation>
    </message>
    <message>
        <source>SARAN</source>
        <translation>ADVICE</translation>
    </message>
</context>
<context>
    <name>AgencyBoard</name>
    <message>
        <source>Tidak ada disposisi yang terbuka. Semua instansi sudah selesai.</source>
        <translation>No open agency tasks. Every agency has finished.</translation>
    </message>
    <message>
        <source>Papan penerimaan: disposisi terbuka per instansi</source>
        <translation>Acceptance board: open tasks by agency</translation>
    </message>
</context>
<context>
    <name>AlarmListViewModel</name>
    <message>
        <source>Meja {letter}</source>
        <translation>Desk {letter}</translation>
    </message>
    <message>
        <source>dalam sekitar {days} hari</source>
        <translation>in about {days} days</translation>
    </message>
    <message>
        <source>sudah lewat</source>
        <translation>cleared</translation>
    </message>
    <message>
        <source>terlihat</source>
        <translation>acknowledged</translation>
    </message>
    <message>
        <source>BARU</source>
        <translation>NEW</translation>
    </message>
    <message>
        <source>Tidak ada peringatan yang menunggu.</source>
        <translation>No alert is waiting.</translation>
    </message>
</context>
<context>
    <name>AlarmTab</name>
    <message>
        <source>Tidak ada peringatan.</source>
        <translation>No alerts.</translation>
    </message>
    <message>
        <source>Enter tandai terlihat · Ctrl+Spasi yang terpenting</source>
        <translation>Enter acknowledges · Ctrl+Space the most important one</translation>
    </message>
    <message>
        <source>Peringatan</source>
        <translation>Alerts</translation>
    </message>
</context>
<context>
    <name>AllSettingsSheet</name>
    <message>
        <source>{shown} dari {all}</source>
        <translation>{shown} of {all}</translation>
    </message>
    <message>
        <source>Setelan disimpan.</source>
        <translation>Setting kept.</translation>
    </message>
    <message>
        <source>Setelan sebelumnya berlaku lagi.</source>
        <translation>The setting before counts again.</translation>
    </message>
    <message>
        <source>Semua setelan</source>
        <translation>All settings</translation>
    </message>
    <message>
        <source>Cari: nama, kunci, atau arti</source>
        <translation>Search: name, key or meaning</translation>
    </message>
    <message>
        <source>Cari setelan</source>
        <translation>Search settings</translation>
    </message>
    <message>
        <source>Bagian</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Setelan yang cocok</source>
        <translation>Settings that fit</translation>
    </message>
    <message>
        <source>Tidak ada setelan yang cocok dengan kata-kata itu.</source>
        <translation>No setting fits these words.</translation>
    </message>
    <message>
        <source>Batalkan perubahan</source>
        <translation>Undo the change</translation>
    </message>
    <message>
        <source>↓: ke daftar · Enter: ubah nilai, Enter lagi: simpan · Esc: tutup</source>
        <translation>↓: to the list · Enter: change the value, Enter again: keep it · Esc: close</translation>
    </message>
    <message>
        <source>Semua bagian</source>
        <translation>All subjects</translation>
    </message>
</context>
<context>
    <name>AnnouncementBanner</name>
    <message>
        <source>{count} lagi di {key}</source>
        <translation>{count} more at {key}</translation>
    </message>
    <message>
        <source>Sudah saya baca</source>
        <translation>I have read it</translation>
    </message>
</context>
<context>
    <name>AnnouncementModel</name>
    <message>
        <source>Waktu</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Tingkat</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>Dari</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Untuk</source>
        <translation>For</translation>
    </message>
    <message>
        <source>Isi</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Dibaca</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>● belum Anda baca</source>
        <translation>● not read by you</translation>
    </message>
    <message numerus="yes">
        <source>%n orang</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message>
        <source>{read}, belum: {desks}</source>
        <translation>{read}, not yet: {desks}</translation>
    </message>
    <message>
        <source>{read} · berakhir</source>
        <translation>{read} · ended</translation>
    </message>
</context>
<context>
    <name>AnnouncementSheet</name>
    <message>
        <source>Pengumuman</source>
        <translation>Announcements</translation>
    </message>
    <message>
        <source>Pengumuman, terbaru lebih dulu</source>
        <translation>Announcements, newest first</translation>
    </message>
    <message>
        <source>Belum ada pengumuman. Yang ditulis di sini tetap ada untuk giliran berikutnya.</source>
        <translation>No announcements yet. What is written here stays for the next shift.</translation>
    </message>
    <message>
        <source>Enter pada baris: sudah dibaca · Tab: antara tulisan dan daftar · Esc: tutup</source>
        <translation>Enter on a line: read · Tab: between writing and list · Esc: close</translation>
    </message>
</context>
<context>
    <name>AnnouncementViewModel</name>
    <message>
        <source>Tidak ada pengumuman yang menunggu dibaca.</source>
        <translation>No announcement waits to be read.</translation>
    </message>
    <message>
        <source>Pengumuman dikirim; siapa yang sudah membaca ada di daftarnya.</source>
        <translation>The announcement is sent; the list says who has read it.</translation>
    </message>
</context>
<context>
    <name>BaseWords</name>
    <message>
        <source>Peta skematik – paket peta tidak ada lagi</source>
        <translation>Schematic map – the map pack is gone</translation>
    </message>
    <message>
        <source>Peta skematik – paket peta butuh program lebih baru</source>
        <translation>Schematic map – the map pack needs a newer program</translation>
    </message>
    <message>
        <source>Peta skematik – paket peta rusak</source>
        <translation>Schematic map – the map pack is damaged</translation>
    </message>
    <message>
        <source>Peta skematik (dipilih)</source>
        <translation>Schematic map (chosen)</translation>
    </message>
    <message>
        <source>Peta skematik – belum ada paket peta</source>
        <translation>Schematic map – no map pack yet</translation>
    </message>
    <message>
        <source>data {day}</source>
        <translation>data {day}</translation>
    </message>
    <message>
        <source>Data peta {day}</source>
        <translation>Map data {day}</translation>
    </message>
</context>
<context>
    <name>BoardTables</name>
    <message numerus="yes">
        <source>%n meja</source>
        <translation>
            <numerusform>%n desk</numerusform>
            <numerusform>%n desks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kejadian</source>
        <translation>
            <numerusform>%n incident</numerusform>
            <numerusform>%n incidents</numerusform>
        </translation>
    </message>
    <message>
        <source>{late} lewat batas</source>
        <translation>{late} late</translation>
    </message>
    <message>
        <source>Tidak ada kejadian yang cocok dengan “{text}”.</source>
        <translation>No incident matches “{text}”.</translation>
    </message>
    <message>
        <source>Belum ada tiket yang selesai. S kembali ke yang terbuka.</source>
        <translation>No ticket has ended yet. S goes back to the open ones.</translation>
    </message>
    <message>
        <source>Tidak ada kejadian terbuka di ruangan ini. S menampilkan yang selesai.</source>
        <translation>No open incident in this room. S shows the ended ones.</translation>
    </message>
    <message>
        <source>Saring: tiket, jenis, tempat, pemilik, status</source>
        <translation>Filter: ticket, type, place, owner, state</translation>
    </message>
    <message>
        <source>Saringan papan regu</source>
        <translation>Filter of the supervision board</translation>
    </message>
    <message>
        <source>Yang terbuka  S</source>
        <translation>Open ones  S</translation>
    </message>
    <message>
        <source>Yang selesai  S</source>
        <translation>Ended ones  S</translation>
    </message>
    <message>
        <source>Meja dan petugas</source>
        <translation>Desks and people</translation>
    </message>
    <message>
        <source>Kejadian dan pemiliknya</source>
        <translation>Incidents and their owners</translation>
    </message>
</context>
<context>
    <name>Boards</name>
    <message>
        <source>Kejadian</source>
        <translation>Incidents</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>Penerimaan instansi</source>
        <translation>Agency acceptance</translation>
    </message>
</context>
<context>
    <name>BorderSheet</name>
    <message>
        <source>Salah wilayah: serahkan ke 112 tetangga</source>
        <translation>Wrong region: hand over to the neighbouring 112</translation>
    </message>
    <message>
        <source>Nama petugas yang menerima, lalu Enter</source>
        <translation>Name of the person who accepts, then Enter</translation>
    </message>
    <message>
        <source>Nama petugas yang menerima</source>
        <translation>Name of the person who accepts</translation>
    </message>
    <message>
        <source>Wilayah tetangga</source>
        <translation>Neighbouring regions</translation>
    </message>
    <message>
        <source>Salin kartu lagi</source>
        <translation>Copy the card again</translation>
    </message>
    <message>
        <source>Cetak kartu…  Alt+Shift+K</source>
        <translation>Print the card…  Alt+Shift+K</translation>
    </message>
    <message>
        <source>Kode QR kartu: pindai dengan telepon</source>
        <translation>QR code of the card: scan it with a telephone</translation>
    </message>
    <message>
        <source>tanpa nomor: kartu saja</source>
        <translation>no number: the card only</translation>
    </message>
    <message>
        <source>Kartu disalin: tempel ke WhatsApp, pindai kodenya, atau bacakan. Penelepon tetap tersambung. Tulis nama yang menerima, lalu Enter: panggilan diserahkan dan tiket selesai.</source>
        <translation>The card is copied: paste it into WhatsApp, scan its code, or read it out. The caller stays connected. Write the name of who accepts, then Enter: the call is handed over and the ticket ends.</translation>
    </message>
    <message>
        <source>Enter atau angka: hubungi 112 di sana, penelepon menunggu di sini, kartu disalin.</source>
        <translation>Enter or a digit: call the 112 there, the caller waits here, the card is copied.</translation>
    </message>
    <message>
        <source>EIDO untuk sistem pusat lain: {path}</source>
        <translation>EIDO for the other centre&apos;s system: {path}</translation>
    </message>
    <message>
        <source>Diterima {name}: tiket dialihkan wilayah.</source>
        <translation>Accepted by {name}: the ticket moved to the other region.</translation>
    </message>
</context>
<context>
    <name>CallCard</name>
    <message>
        <source>▶ Putar</source>
        <translation>▶ Play</translation>
    </message>
    <message>
        <source>Gelombang</source>
        <translation>Waveform</translation>
    </message>
    <message>
        <source>Lepas kaitan…</source>
        <translation>Unlink…</translation>
    </message>
</context>
<context>
    <name>CallbackPane</name>
    <message>
        <source>Enter hubungi · T teks · U saya urus · Del selesai</source>
        <translation>Enter calls back · T copies the text · U takes it on · Del finishes</translation>
    </message>
    <message>
        <source>Hubungi balik</source>
        <translation>Call back</translation>
    </message>
    <message>
        <source>Tidak ada nomor yang perlu dihubungi balik.
Panggilan terputus muncul di sini.</source>
        <translation>No number needs a call back.
Abandoned calls appear here.</translation>
    </message>
</context>
<context>
    <name>CallsTab</name>
    <message>
        <source>Belum ada panggilan yang terkait dengan tiket ini.</source>
        <translation>No call is linked to this ticket yet.</translation>
    </message>
</context>
<context>
    <name>CentreListsSheet</name>
    <message>
        <source>Baris baru</source>
        <translation>New row</translation>
    </message>
    <message>
        <source>Hapus  Del</source>
        <translation>Remove  Del</translation>
    </message>
    <message>
        <source>Seperti bawaan  Del</source>
        <translation>As shipped  Del</translation>
    </message>
    <message>
        <source>Baris {code} disimpan.</source>
        <translation>Row {code} was saved.</translation>
    </message>
    <message>
        <source>Baris {code} dihapus.</source>
        <translation>Row {code} was removed.</translation>
    </message>
    <message>
        <source>Baris {code} kembali seperti bawaan.</source>
        <translation>Row {code} is as shipped again.</translation>
    </message>
    <message>
        <source>Perubahan terakhir dibatalkan.</source>
        <translation>The last change was taken back.</translation>
    </message>
    <message>
        <source>{name}: diganti</source>
        <translation>{name}: replaced</translation>
    </message>
    <message>
        <source>dan {count} lagi</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>Daftar pusat layanan</source>
        <translation>Lists of the centre</translation>
    </message>
    <message>
        <source>Cari: kode atau nama</source>
        <translation>Search: code or name</translation>
    </message>
    <message>
        <source>Cari baris</source>
        <translation>Search rows</translation>
    </message>
    <message>
        <source>Daftar</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Baris daftar</source>
        <translation>Rows of the list</translation>
    </message>
    <message>
        <source>Tidak ada baris. Ins: baris baru.</source>
        <translation>No rows. Ins: a new row.</translation>
    </message>
    <message>
        <source>Baru  Ins</source>
        <translation>New  Ins</translation>
    </message>
    <message>
        <source>Batalkan perubahan</source>
        <translation>Undo the change</translation>
    </message>
    <message>
        <source>Simpan  Enter</source>
        <translation>Save  Enter</translation>
    </message>
</context>
<context>
    <name>Chronology</name>
    <message>
        <source>Baris kronologi</source>
        <translation>Narrative line</translation>
    </message>
    <message>
        <source>Kronologi</source>
        <translation>Narrative</translation>
    </message>
    <message>
        <source>Tulis kronologi, Enter menambah baris dengan waktu</source>
        <translation>Write the narrative; Enter adds a line with its time</translation>
    </message>
    <message>
        <source>{text} (sedang ditulis…)</source>
        <translation>{text} (being written…)</translation>
    </message>
</context>
<context>
    <name>ClassGrid</name>
    <message>
        <source>Alasan mengubah klasifikasi, lalu Enter</source>
        <translation>Reason to change the class, then Enter</translation>
    </message>
    <message>
        <source>Tekan satu huruf (Esc kembali)</source>
        <translation>Press one letter (Esc goes back)</translation>
    </message>
    <message>
        <source>Klasifikasi  F10</source>
        <translation>Classify  F10</translation>
    </message>
</context>
<context>
    <name>ClockBox</name>
    <message>
        <source>lewat {time}</source>
        <translation>late {time}</translation>
    </message>
    <message>
        <source>sisa {time}</source>
        <translation>{time} left</translation>
    </message>
</context>
<context>
    <name>CloseRow</name>
    <message>
        <source>Selesai dengan %1, karena:</source>
        <translation>Finish %1, because:</translation>
    </message>
    <message>
        <source>Tulis alasannya, lalu Enter</source>
        <translation>Write the reason, then Enter</translation>
    </message>
</context>
<context>
    <name>CloseSheet</name>
    <message>
        <source>Batal (Esc)</source>
        <translation>Cancel (Esc)</translation>
    </message>
    <message>
        <source>Catatan penutup (boleh kosong)</source>
        <translation>Closing note (may stay empty)</translation>
    </message>
    <message>
        <source>HASIL AKHIR</source>
        <translation>DISPOSITION</translation>
    </message>
    <message>
        <source>PELAPOR SUDAH DIBERI TAHU?</source>
        <translation>CALLER INFORMED?</translation>
    </message>
    <message>
        <source>Tutup tiket (Enter)</source>
        <translation>Close ticket (Enter)</translation>
    </message>
    <message>
        <source>Tutup tiket {ticket}</source>
        <translation>Close ticket {ticket}</translation>
    </message>
    <message>
        <source>Pilih hasil akhir…</source>
        <translation>Choose a disposition…</translation>
    </message>
    <message>
        <source>Pilih…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>▲ Belum bisa ditutup: {what}</source>
        <translation>▲ Cannot be closed yet: {what}</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Perintah  Ctrl+K: baru kb01 @desa …</source>
        <translation>Command  Ctrl+K: baru kb01 @desa …</translation>
    </message>
    <message>
        <source>Baris perintah</source>
        <translation>Command line</translation>
    </message>
    <message>
        <source>Tab: %1</source>
        <translation>Tab: %1</translation>
    </message>
</context>
<context>
    <name>ConflictsSheet</name>
    <message>
        <source>{count} terbuka</source>
        <translation>{count} open</translation>
    </message>
    <message>
        <source>Yang terbuka saja</source>
        <translation>Open ones only</translation>
    </message>
    <message>
        <source>Semua, juga yang dilihat</source>
        <translation>All, also those looked at</translation>
    </message>
    <message>
        <source>Tandai {count} dilihat</source>
        <translation>Mark {count} as seen</translation>
    </message>
    <message>
        <source>Sudah dilihat</source>
        <translation>Looked at</translation>
    </message>
    <message>
        <source>Belum pernah ada konflik antara meja.</source>
        <translation>There has never been a conflict between desks.</translation>
    </message>
    <message>
        <source>Tidak ada konflik yang terbuka. Bila dua meja berselisih, muncul di sini.</source>
        <translation>No conflict is open. When two desks disagree, it appears here.</translation>
    </message>
    <message>
        <source>Konflik antara meja</source>
        <translation>Conflicts between desks</translation>
    </message>
    <message>
        <source>Konflik, terbaru lebih dulu</source>
        <translation>Conflicts, newest first</translation>
    </message>
    <message>
        <source>Catatan, boleh kosong (C, lalu Enter)</source>
        <translation>Note, may be empty (C, then Enter)</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>↑ ↓ pilih · Enter buka tiket · 1–4 pakai nilai atau tarik pengiriman · Spasi tandai · A semua · C catatan · L sudah dilihat · T terbuka/semua</source>
        <translation>↑ ↓ choose · Enter opens the ticket · 1–4 use the value or take the dispatch back · Space marks · A all · C note · L looked at · T open/all</translation>
    </message>
</context>
<context>
    <name>DeliveryWords</name>
    <message>
        <source>Ada peta baru di sekretariat</source>
        <translation>The secretariat has a new map</translation>
    </message>
    <message>
        <source>Peta baru dari sekretariat: diperiksa</source>
        <translation>New map from the secretariat: being checked</translation>
    </message>
    <message>
        <source>Peta baru dari sekretariat: gagal</source>
        <translation>New map from the secretariat: failed</translation>
    </message>
    <message>
        <source>Peta baru dari sekretariat: {percent} %</source>
        <translation>New map from the secretariat: {percent} %</translation>
    </message>
    <message>
        <source>{name}, dibuat {date}, {size} MB, diterbitkan {by}</source>
        <translation>{name}, made {date}, {size} MB, published by {by}</translation>
    </message>
    <message>
        <source>{percent} % sudah di sini ({done} MB); peta yang ada dipakai sampai lengkap.</source>
        <translation>{percent} % are here ({done} MB); the map of now is used until it is complete.</translation>
    </message>
    <message>
        <source>Belum diambil: meja ini menunggu sampai seseorang memilihnya.</source>
        <translation>Not fetched yet: this desk waits until somebody chooses it.</translation>
    </message>
    <message>
        <source>Lengkap; sedang diperiksa sebelum dipakai.</source>
        <translation>Complete; it is being checked before it is used.</translation>
    </message>
    <message>
        <source>Meja lain sedang mengambilnya; meja ini menyusul sendiri.</source>
        <translation>Other desks are fetching it; this desk follows by itself.</translation>
    </message>
</context>
<context>
    <name>DeskModel</name>
    <message>
        <source>Meja</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Sejak</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>Kejadian</source>
        <translation>Incidents</translation>
    </message>
    <message>
        <source>Pgl dinas</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Ruangan</source>
        <translation>Room</translation>
    </message>
    <message>
        <source>Uji meja</source>
        <translation>Desk test</translation>
    </message>
    <message>
        <source>{desk} (di sini)</source>
        <translation>{desk} (here)</translation>
    </message>
    <message>
        <source>belum masuk</source>
        <translation>not signed on</translation>
    </message>
    <message>
        <source>nomor tersembunyi</source>
        <translation>withheld number</translation>
    </message>
    <message>
        <source>belum diuji</source>
        <translation>not tested</translation>
    </message>
    <message>
        <source>belum terdengar</source>
        <translation>not heard of yet</translation>
    </message>
    <message>
        <source>{time} lalu</source>
        <translation>{time} ago</translation>
    </message>
    <message>
        <source>▲ tidak terdengar</source>
        <translation>▲ not heard</translation>
    </message>
    <message>
        <source>menyala</source>
        <translation>running</translation>
    </message>
    <message>
        <source>✖ mati</source>
        <translation>✖ off</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>Masih ada panggilan. Tutup sekali lagi dalam 5 detik untuk menutup layar; panggilan tetap berjalan dan muncul lagi saat layar dibuka.</source>
        <translation>A call is still alive. Close once more within 5 seconds to close the screen; the call goes on and appears again when the screen is opened.</translation>
    </message>
    <message>
        <source>Papan  F11</source>
        <translation>Boards  F11</translation>
    </message>
    <message>
        <source>Cari  Ctrl+F</source>
        <translation>Search  Ctrl+F</translation>
    </message>
    <message>
        <source>Semua perintah</source>
        <translation>All commands</translation>
    </message>
    <message>
        <source>Uji meja dihentikan. Ulangi kapan saja di luar panggilan: Ctrl+Shift+V.</source>
        <translation>The desk test was stopped. Repeat it any time outside calls: Ctrl+Shift+V.</translation>
    </message>
</context>
<context>
    <name>DetailsPage</name>
    <message>
        <source>Dua meja menulis; tidak dipakai: {what}</source>
        <translation>Two desks wrote; not used: {what}</translation>
    </message>
    <message>
        <source>KRONOLOGI</source>
        <translation>NARRATIVE</translation>
    </message>
</context>
<context>
    <name>DeviceModel</name>
    <message>
        <source>Perangkat</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Asal</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Posisi terakhir</source>
        <translation>Last position</translation>
    </message>
    <message>
        <source>Umur</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>Kabar</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>units.toml menyebut {unit}</source>
        <translation>units.toml says {unit}</translation>
    </message>
    <message>
        <source>belum dikenal</source>
        <translation>not known yet</translation>
    </message>
    <message>
        <source>(units.toml)</source>
        <translation>(units.toml)</translation>
    </message>
    <message>
        <source>jam perangkat terlalu cepat</source>
        <translation>the device&apos;s clock is ahead</translation>
    </message>
    <message>
        <source>pesan tersandi: matikan sandi di OwnTracks</source>
        <translation>encrypted message: switch encryption off in OwnTracks</translation>
    </message>
    <message>
        <source>belum terdengar</source>
        <translation>not heard yet</translation>
    </message>
</context>
<context>
    <name>DeviceSheet</name>
    <message>
        <source>Penerima posisi tidak ada di komputer ini. Perangkat penerima lain di ruangan tetap tampil; yang ditolaknya dihitung di sana.</source>
        <translation>No receiver of positions on this computer. Devices of the room&apos;s other receivers are shown all the same; what those refused is counted there.</translation>
    </message>
    <message>
        <source>Penerima posisi berjalan di komputer ini sejak {time}.</source>
        <translation>The receiver of positions has been running on this computer since {time}.</translation>
    </message>
    <message>
        <source>▲ Penerima posisi di komputer ini mati: jalankan batola-desk avl.</source>
        <translation>▲ The receiver of positions on this computer is off: run batola-desk avl.</translation>
    </message>
    <message>
        <source>token salah {count}×</source>
        <translation>wrong token {count}×</translation>
    </message>
    <message>
        <source>terlalu sering {count}×</source>
        <translation>too often {count}×</translation>
    </message>
    <message>
        <source>bukan posisi {count}×</source>
        <translation>no position {count}×</translation>
    </message>
    <message>
        <source>diputus karena salah terus {count}×</source>
        <translation>hung up on, wrong again and again {count}×</translation>
    </message>
    <message>
        <source>Ditolak: {reasons}</source>
        <translation>Refused: {reasons}</translation>
    </message>
    <message>
        <source>Enter: pilih satuan, Enter lagi: berikan · Del: lepas · T: di peta · Esc: tutup</source>
        <translation>Enter: choose a unit, Enter again: give · Del: take away · T: on the map · Esc: close</translation>
    </message>
    <message>
        <source>Yang mengatur perangkat: ketua regu atau admin TI.</source>
        <translation>Devices are assigned by the shift lead or the IT admin.</translation>
    </message>
    <message>
        <source>{device} memang milik {unit}.</source>
        <translation>{device} belongs to {unit} already.</translation>
    </message>
    <message>
        <source>{device} sekarang milik {unit}. Batalkan: U.</source>
        <translation>{device} belongs to {unit} now. Undo: U.</translation>
    </message>
    <message>
        <source>{device} dilepas dari {unit}. Batalkan: U.</source>
        <translation>{device} was taken from {unit}. Undo: U.</translation>
    </message>
    <message>
        <source>Dibatalkan; yang sebelumnya berlaku lagi.</source>
        <translation>Taken back; what was before counts again.</translation>
    </message>
    <message>
        <source>Perangkat satuan</source>
        <translation>Devices of units</translation>
    </message>
    <message>
        <source>Perangkat, yang belum dikenal lebih dulu</source>
        <translation>Devices, unknown ones first</translation>
    </message>
    <message>
        <source>Satuan untuk perangkat ini</source>
        <translation>Unit for this device</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Berikan  Enter</source>
        <translation>Give  Enter</translation>
    </message>
    <message>
        <source>Lepas  Del</source>
        <translation>Take away  Del</translation>
    </message>
    <message>
        <source>Di peta  T</source>
        <translation>On the map  T</translation>
    </message>
    <message>
        <source>Batalkan  U</source>
        <translation>Undo  U</translation>
    </message>
    <message>
        <source>Belum ada perangkat yang terdengar. Ponsel dan pelacak tampil di sini begitu mengirim.</source>
        <translation>No device heard yet. Telephones and trackers appear here as soon as they send.</translation>
    </message>
</context>
<context>
    <name>DispatchPanel</name>
    <message>
        <source>Belum diteruskan. Alt+1 mengirim ke instansi utama.</source>
        <translation>Not forwarded yet. Alt+1 sends to the lead agency.</translation>
    </message>
    <message>
        <source>Cara mengirim</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Cara: otomatis</source>
        <translation>Channel: automatic</translation>
    </message>
    <message>
        <source>Cari instansi</source>
        <translation>Find an agency</translation>
    </message>
    <message>
        <source>INSTANSI</source>
        <translation>AGENCIES</translation>
    </message>
    <message>
        <source>Instansi lain: nama atau nomor</source>
        <translation>Other agency: name or number</translation>
    </message>
    <message>
        <source>Lepas {unit} dari tiket ini: alasan (boleh kosong)</source>
        <translation>Release {unit} from this ticket: reason (may stay empty)</translation>
    </message>
    <message>
        <source>{unit} sudah bertugas di {tickets}. Tetap pakai?</source>
        <translation>{unit} is already on {tickets}. Use it anyway?</translation>
    </message>
    <message>
        <source>{unit} {state}: alasan?</source>
        <translation>{unit} {state}: reason?</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Pasang kembali</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Jendela sendiri</source>
        <translation>Own window</translation>
    </message>
    <message>
        <source>✕ Tutup</source>
        <translation>✕ Close</translation>
    </message>
</context>
<context>
    <name>DoctorSheet</name>
    <message>
        <source>Pemeriksaan meja</source>
        <translation>Examination of the desk</translation>
    </message>
    <message>
        <source>Periksa lagi</source>
        <translation>Examine again</translation>
    </message>
    <message>
        <source>Hentikan</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Salin</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Berkas bantuan</source>
        <translation>Support file</translation>
    </message>
    <message>
        <source>Satu berkas untuk pembuat program, tanpa nomor, nama, tempat, atau sandi</source>
        <translation>One file for the makers, without numbers, names, places or passwords</translation>
    </message>
    <message>
        <source>Menulis berkas bantuan … Panggilan tidak terganggu.</source>
        <translation>Writing the support file … Calls are not disturbed.</translation>
    </message>
    <message>
        <source>Berkas bantuan tidak bisa ditulis. Periksa ruang disk, atau batola-desk doctor --bundle.</source>
        <translation>The support file cannot be written. Check the disk&apos;s room, or batola-desk doctor --bundle.</translation>
    </message>
    <message>
        <source>Berkas bantuan, tanpa data pribadi: {file}</source>
        <translation>Support file, without personal data: {file}</translation>
    </message>
    <message>
        <source>Memeriksa {stage} … Panggilan tidak terganggu; layar tetap bisa dipakai.</source>
        <translation>Looking at {stage} … Calls are not disturbed; the screen can be used meanwhile.</translation>
    </message>
    <message>
        <source>Pemeriksaan berhenti sebelum selesai. Coba lagi, atau batola-desk doctor.</source>
        <translation>The examination stopped before its end. Try again, or batola-desk doctor.</translation>
    </message>
    <message>
        <source>Dihentikan pukul {time}; yang sudah diperiksa ada di bawah.</source>
        <translation>Stopped at {time}; what was looked at until then stands below.</translation>
    </message>
    <message>
        <source>Meja ini belum bisa bekerja penuh: {fails} rusak, {warns} perlu dilihat (pukul {time}).</source>
        <translation>This desk cannot work fully yet: {fails} broken, {warns} to be looked at ({time}).</translation>
    </message>
    <message>
        <source>Meja bisa bekerja; {warns} hal perlu dilihat (pukul {time}).</source>
        <translation>The desk can work; {warns} things to be looked at ({time}).</translation>
    </message>
    <message>
        <source>Semua baik (pukul {time}).</source>
        <translation>All is well ({time}).</translation>
    </message>
    <message>
        <source>Tindakan: {remedy}</source>
        <translation>To do: {remedy}</translation>
    </message>
    <message>
        <source>Disalin. Tempel di pesan ke TI; isinya nama server dan folder, bukan data penelepon.</source>
        <translation>Copied. Paste it into a message to IT; it holds names of servers and folders, no data of callers.</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Batalkan</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Ekspor  E</source>
        <translation>Export  E</translation>
    </message>
    <message>
        <source>Lepas penahanan  H</source>
        <translation>Release the hold  H</translation>
    </message>
    <message>
        <source>⚑ Jangan dihapus  H</source>
        <translation>⚑ Keep  H</translation>
    </message>
    <message>
        <source>Dengan alasan di samping: rekaman ini tidak dilepas dari meja sampai penahanan dicabut</source>
        <translation>With the reason beside it: this recording is not freed on this desk until the hold is released</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Seluruhnya %1 – %2 ([ ] memotong)</source>
        <translation>All of it %1 – %2 ([ ] cut)</translation>
    </message>
    <message>
        <source>[ awal potongan, ] akhir potongan pada kursor</source>
        <translation>[ extract begins, ] extract ends at the cursor</translation>
    </message>
    <message>
        <source>✓ Tersimpan</source>
        <translation>✓ Saved</translation>
    </message>
    <message>
        <source>Paket tersimpan di %1</source>
        <translation>Package saved as %1</translation>
    </message>
    <message>
        <source>Alasan dan penerima</source>
        <translation>Reason and receiver</translation>
    </message>
    <message>
        <source>Orang kedua (saksi)</source>
        <translation>Second person (witness)</translation>
    </message>
    <message>
        <source>Kemajuan ekspor</source>
        <translation>Progress of the export</translation>
    </message>
</context>
<context>
    <name>FeatureCard</name>
    <message>
        <source>Tambah di peta</source>
        <translation>Add on the map</translation>
    </message>
    <message>
        <source>Tutup  Esc</source>
        <translation>Close  Esc</translation>
    </message>
    <message>
        <source>Selesai  Enter</source>
        <translation>Done  Enter</translation>
    </message>
    <message>
        <source>Hapus dari peta  Alt+Shift+H</source>
        <translation>Remove them  Alt+Shift+H</translation>
    </message>
    <message>
        <source>Biarkan  Alt+Shift+B</source>
        <translation>Leave them  Alt+Shift+B</translation>
    </message>
    <message>
        <source>Urungkan titik  ⌫</source>
        <translation>Undo point  ⌫</translation>
    </message>
    <message>
        <source>Objek peta</source>
        <translation>Map features</translation>
    </message>
</context>
<context>
    <name>FeatureDesk</name>
    <message>
        <source>Belum cukup titik: garis minimal dua, bidang minimal tiga.</source>
        <translation>Not enough points yet: a line has at least two, an area three.</translation>
    </message>
    <message>
        <source>Klik atau Spasi mengambil sudut, sekali lagi menaruhnya; pada garis sudut baru. ⌫ membuang.</source>
        <translation>Click or Space picks a corner up, once more puts it down; on an edge a new corner. ⌫ drops it.</translation>
    </message>
    <message>
        <source>Klik tempatnya, atau geser peta dengan panah lalu Spasi di tengah.</source>
        <translation>Click the place, or move the map with the arrows, then Space in the middle.</translation>
    </message>
    <message>
        <source>Klik tiap sudut, atau panah lalu Spasi. ⌫ membuang titik terakhir, Esc batal.</source>
        <translation>Click each corner, or arrows then Space. ⌫ takes the last point back, Esc cancels.</translation>
    </message>
    <message>
        <source>{kind} baru</source>
        <translation>New: {kind}</translation>
    </message>
    <message>
        <source>{field}: tulis angka dalam meter, misalnya 1,2.</source>
        <translation>{field}: write a number in metres, for example 1.2.</translation>
    </message>
    <message>
        <source>Masih di peta: {names}. Hapus?</source>
        <translation>Still on the map: {names}. Remove?</translation>
    </message>
    <message>
        <source>{name} dihapus dari peta. Alt+Z mengembalikannya.</source>
        <translation>{name} removed from the map. Alt+Z puts it back.</translation>
    </message>
    <message numerus="yes">
        <source>%n titik</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message>
        <source>Zona bahaya {metres} m digambar. Alt+Z mengurungkan.</source>
        <translation>Danger area of {metres} m drawn. Alt+Z undoes it.</translation>
    </message>
    <message>
        <source>Tiket {ticket} selesai</source>
        <translation>Ticket {ticket} has ended</translation>
    </message>
    <message>
        <source>Tidak ada objek dari tiket yang sudah selesai.</source>
        <translation>There is nothing of an ended ticket.</translation>
    </message>
    <message>
        <source>Objek tiket yang selesai dihapus dari peta. Alt+Z mengembalikannya satu per satu.</source>
        <translation>What the ended ticket left was removed from the map. Alt+Z puts it back one by one.</translation>
    </message>
    <message>
        <source>Objek tiket yang selesai tetap di peta sampai waktunya habis. Alt+Z mengurungkan.</source>
        <translation>What the ended ticket left stays on the map until its time is over. Alt+Z takes that back.</translation>
    </message>
    <message>
        <source>Tulis jari-jari dalam meter, misalnya: zona 300.</source>
        <translation>Write the radius in metres, for example: zona 300.</translation>
    </message>
    <message>
        <source>Tidak ada lagi yang bisa diurungkan di peta.</source>
        <translation>There is nothing left to undo on the map.</translation>
    </message>
    <message>
        <source>Tambah…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>Patokan, dermaga, jalan ditutup, zona bahaya</source>
        <translation>Landmark, jetty, closed road, danger area</translation>
    </message>
</context>
<context>
    <name>FeatureForm</name>
    <message>
        <source>tetap</source>
        <translation>stays</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Sebutan lain</source>
        <translation>Other names</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Berlaku</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Pasang</source>
        <translation>Tide</translation>
    </message>
    <message>
        <source>boleh kosong</source>
        <translation>may be empty</translation>
    </message>
    <message>
        <source>nama yang dipakai warga</source>
        <translation>the name people use</translation>
    </message>
    <message>
        <source>pisahkan dengan koma</source>
        <translation>separate by commas</translation>
    </message>
    <message>
        <source>Pasang terendah, meter</source>
        <translation>Lowest tide, metres</translation>
    </message>
    <message>
        <source>Pasang tertinggi, meter</source>
        <translation>Highest tide, metres</translation>
    </message>
    <message>
        <source>Milik tiket {ticket}</source>
        <translation>Belongs to ticket {ticket}</translation>
    </message>
    <message>
        <source>Simpan  Enter</source>
        <translation>Save  Enter</translation>
    </message>
    <message>
        <source>Ubah letak</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>Hapus</source>
        <translation>Remove</translation>
    </message>
    <message numerus="yes">
        <source>%n hari</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n jam</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FeatureMenu</name>
    <message>
        <source>Zona bahaya {metres} m di sini</source>
        <translation>Danger area of {metres} m here</translation>
    </message>
    <message>
        <source>Buka tiket {ticket}</source>
        <translation>Open ticket {ticket}</translation>
    </message>
    <message>
        <source>Ubah {name}</source>
        <translation>Change {name}</translation>
    </message>
    <message>
        <source>Hapus {name}</source>
        <translation>Remove {name}</translation>
    </message>
</context>
<context>
    <name>FeatureModel</name>
    <message>
        <source>Jenis</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Keadaan</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Berlaku s.d.</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Diubah</source>
        <translation>Changed</translation>
    </message>
</context>
<context>
    <name>FeatureSheet</name>
    <message>
        <source>{shown} dari {count}</source>
        <translation>{shown} of {count}</translation>
    </message>
    <message>
        <source>Objek peta</source>
        <translation>Map features</translation>
    </message>
    <message>
        <source>Cari nama, sebutan lain, catatan</source>
        <translation>Search name, other names, note</translation>
    </message>
    <message>
        <source>Cari objek peta</source>
        <translation>Search map features</translation>
    </message>
    <message>
        <source>Saring jenis</source>
        <translation>Filter by kind</translation>
    </message>
    <message>
        <source>Objek peta, terakhir diubah lebih dulu</source>
        <translation>Map features, last changed first</translation>
    </message>
    <message numerus="yes">
        <source>%n objek</source>
        <translation>
            <numerusform>%n feature</numerusform>
            <numerusform>%n features</numerusform>
        </translation>
    </message>
    <message>
        <source>Tambah…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>Tampilkan  Enter</source>
        <translation>Show  Enter</translation>
    </message>
    <message>
        <source>Ubah  E</source>
        <translation>Change  E</translation>
    </message>
    <message>
        <source>Hapus  Del</source>
        <translation>Remove  Del</translation>
    </message>
    <message>
        <source>Kembalikan  K</source>
        <translation>Put back  K</translation>
    </message>
    <message>
        <source>Tidak ada objek yang cocok.</source>
        <translation>No feature fits.</translation>
    </message>
    <message>
        <source>Panah bawah: ke daftar · Yang dihapus atau lewat tetap di sini tujuh hari · Esc: tutup</source>
        <translation>Arrow down: to the list · What was removed or is over stays here for seven days · Esc: close</translation>
    </message>
    <message>
        <source>Yang berlaku</source>
        <translation>On the map</translation>
    </message>
    <message>
        <source>Dihapus atau lewat</source>
        <translation>Removed or over</translation>
    </message>
</context>
<context>
    <name>FieldPage</name>
    <message>
        <source>tersimpan; kosong: tetap</source>
        <translation>stored; empty: stays</translation>
    </message>
</context>
<context>
    <name>FirstStartSheet</name>
    <message>
        <source>Menyiapkan meja ini</source>
        <translation>Setting up this desk</translation>
    </message>
    <message>
        <source>Menguji …</source>
        <translation>Testing …</translation>
    </message>
    <message>
        <source>Menyimpan …</source>
        <translation>Saving …</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Halaman ini nanti</source>
        <translation>This page later</translation>
    </message>
    <message>
        <source>Lanjut walau belum terhubung</source>
        <translation>Next although not connected yet</translation>
    </message>
    <message>
        <source>Lanjut</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Simpan walau belum terhubung</source>
        <translation>Save although not connected yet</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Nanti saja, jangan tulis apa pun</source>
        <translation>Later, write nothing</translation>
    </message>
    <message>
        <source>Buka ulang meja sekarang</source>
        <translation>Reopen the desk now</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Uji</source>
        <translation>Test</translation>
    </message>
</context>
<context>
    <name>FixBox</name>
    <message>
        <source>POSISI PENELEPON</source>
        <translation>CALLER&apos;S POSITION</translation>
    </message>
    <message>
        <source>   +{n} di peta</source>
        <translation>   +{n} on the map</translation>
    </message>
    <message>
        <source>ulangi</source>
        <translation>again</translation>
    </message>
    <message>
        <source>Salah wilayah? {where}</source>
        <translation>Wrong area? {where}</translation>
    </message>
    <message>
        <source>tanpa panggilan {number}</source>
        <translation>without a call {number}</translation>
    </message>
    <message>
        <source>lokasi kejadian</source>
        <translation>place of the incident</translation>
    </message>
    <message>
        <source>paling tepat</source>
        <translation>tells most</translation>
    </message>
</context>
<context>
    <name>FixOverlay</name>
    <message>
        <source>Posisi penelepon</source>
        <translation>Caller&apos;s position</translation>
    </message>
</context>
<context>
    <name>FormHeader</name>
    <message>
        <source>Buka kembali…</source>
        <translation>Reopen…</translation>
    </message>
    <message>
        <source>Disk menolak; isian tetap di layar dan dicoba lagi.</source>
        <translation>The disk refuses; the entries stay on screen and are tried again.</translation>
    </message>
    <message>
        <source>Tahap %1</source>
        <translation>Stage %1</translation>
    </message>
    <message>
        <source>● sudah dilewati   ◉ sekarang   ○ belum</source>
        <translation>● passed   ◉ now   ○ to come</translation>
    </message>
    <message>
        <source>Tahap tiket: {state}, {at} dari {all}</source>
        <translation>Stage of the ticket: {state}, {at} of {all}</translation>
    </message>
    <message>
        <source>… {owner}</source>
        <translation>… {owner}</translation>
    </message>
    <message>
        <source>Menunggu kata ruangan.</source>
        <translation>Waiting for the room&apos;s word.</translation>
    </message>
    <message>
        <source>▲ {owner}, sementara</source>
        <translation>▲ {owner}, provisional</translation>
    </message>
    <message>
        <source>Ruangan belum menjawab; meja lain mungkin lebih dulu.</source>
        <translation>The room has not answered; another desk may have been quicker.</translation>
    </message>
    <message>
        <source>Kejadian ini ditangani petugas lain. Ctrl+Shift+A mengambil alih.</source>
        <translation>Somebody else handles this incident. Ctrl+Shift+A takes it over.</translation>
    </message>
    <message>
        <source>LATIHAN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Status lain…</source>
        <translation>Other state…</translation>
    </message>
    <message>
        <source>Huruf pertama membuka draf. Enter mengambil saran; Enter sekali lagi maju ke isian berikut.</source>
        <translation>The first letter opens a draft. Enter takes a suggestion; Enter again goes to the next field.</translation>
    </message>
    <message>
        <source>Tiket baru</source>
        <translation>New ticket</translation>
    </message>
    <message>
        <source>Tutup tiket…</source>
        <translation>Close ticket…</translation>
    </message>
    <message>
        <source>Verifikasi</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>▲ isian berbeda</source>
        <translation>▲ entries differ</translation>
    </message>
    <message>
        <source>✖ belum tersimpan</source>
        <translation>✖ not saved yet</translation>
    </message>
</context>
<context>
    <name>GreetingLine</name>
    <message>
        <source>Ucapkan: “%1”</source>
        <translation>Say: “%1”</translation>
    </message>
</context>
<context>
    <name>HandingDesk</name>
    <message>
        <source>kartu serah-terima %1</source>
        <translation>hand-over card %1</translation>
    </message>
    <message>
        <source>Tidak ada nomor. Tulis: tindakan, lalu nomornya.</source>
        <translation>No number. Type: tindakan, then the number.</translation>
    </message>
    <message numerus="yes">
        <source>%n rujukan ditulis: {path} (.csv dan .json). Isinya data pelapor; simpan baik-baik.</source>
        <translation>
            <numerusform>%n referral written: {path} (.csv and .json). It holds a caller's data; keep it safe.</numerusform>
            <numerusform>%n referrals written: {path} (.csv and .json). They hold callers' data; keep them safe.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandingOver</name>
    <message>
        <source>siapa pun di sana</source>
        <translation>whoever sits there</translation>
    </message>
    <message>
        <source>Meja {desk} ({who})</source>
        <translation>Desk {desk} ({who})</translation>
    </message>
    <message>
        <source>{name}, Meja {desk}</source>
        <translation>{name}, desk {desk}</translation>
    </message>
    <message>
        <source>Anda</source>
        <translation>you</translation>
    </message>
    <message>
        <source>yang diminta</source>
        <translation>whom was asked for</translation>
    </message>
    <message numerus="yes">
        <source>Permintaan dikirim untuk %n kejadian ke {whom}; ketua regu memutuskan.</source>
        <translation>
            <numerusform>Request sent for %n incident to {whom}; the shift lead decides.</numerusform>
            <numerusform>Request sent for %n incidents to {whom}; the shift lead decides.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kejadian ke {whom}: menunggu kata ruangan …</source>
        <translation>
            <numerusform>%n incident to {whom}: waiting for the room's word …</numerusform>
            <numerusform>%n incidents to {whom}: waiting for the room's word …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %n tiket rahasia: {whom} sekarang boleh melihat isinya, karena menjadi pemiliknya.</source>
        <translation>
            <numerusform>▲ %n confidential ticket: {whom} may see what it says now, as its owner.</numerusform>
            <numerusform>▲ %n confidential tickets: {whom} may see what they say now, as their owner.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %n kejadian sekarang pada {whom}.</source>
        <translation>
            <numerusform>✓ %n incident is with {whom} now.</numerusform>
            <numerusform>✓ %n incidents are with {whom} now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %n kejadian ke {whom} berlaku SEMENTARA: ruangan belum menjawab. Bila meja lain lebih dulu, Anda diberi tahu.</source>
        <translation>
            <numerusform>▲ %n incident to {whom} PROVISIONALLY: the room has not answered. If another desk was quicker, you are told.</numerusform>
            <numerusform>▲ %n incidents to {whom} PROVISIONALLY: the room has not answered. If another desk was quicker, you are told.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeldList</name>
    <message>
        <source>tersambung tanpa Anda</source>
        <translation>connected without you</translation>
    </message>
    <message>
        <source>ditahan %1</source>
        <translation>on hold %1</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>Belum ada riwayat.</source>
        <translation>No history yet.</translation>
    </message>
    <message>
        <source>Riwayat tiket</source>
        <translation>Ticket history</translation>
    </message>
</context>
<context>
    <name>IncidentBoard</name>
    <message>
        <source>Belum ada kejadian terbuka. Tiket baru muncul di sini begitu huruf pertama diketik.</source>
        <translation>No open incidents. A new ticket appears here with the first letter typed.</translation>
    </message>
    <message>
        <source>Tidak ada kejadian terbuka yang cocok dengan “{text}”.</source>
        <translation>No open incident matches “{text}”.</translation>
    </message>
    <message>
        <source>{count} terbuka, {late} lewat batas</source>
        <translation>{count} open, {late} overdue</translation>
    </message>
    <message>
        <source>Saring: tiket, jenis, tempat, instansi, satuan</source>
        <translation>Filter: ticket, type, place, agency, unit</translation>
    </message>
    <message>
        <source>Saringan papan kejadian</source>
        <translation>Filter of the incident board</translation>
    </message>
    <message>
        <source>Kejadian terbuka, terparah lebih dulu</source>
        <translation>Open incidents, worst first</translation>
    </message>
</context>
<context>
    <name>IncidentForm</name>
    <message>
        <source>Dikembalikan: {field}</source>
        <translation>Taken back: {field}</translation>
    </message>
    <message>
        <source>Tidak ada yang bisa dikembalikan di tiket ini.</source>
        <translation>There is nothing to take back in this ticket.</translation>
    </message>
    <message>
        <source>Turunkan prioritas ke {priority}: alasan?</source>
        <translation>Lower the priority to {priority}: reason?</translation>
    </message>
    <message>
        <source>Buka kembali tiket ini: alasan?</source>
        <translation>Reopen this ticket: reason?</translation>
    </message>
    <message>
        <source>Pisahkan lagi {ticket}: alasan?</source>
        <translation>Take {ticket} apart again: reason?</translation>
    </message>
    <message>
        <source>Lepas panggilan dari tiket ini: alasan?</source>
        <translation>Unlink the call from this ticket: reason?</translation>
    </message>
    <message>
        <source>Isian</source>
        <translation>Entries</translation>
    </message>
    <message>
        <source>Instansi dan satuan</source>
        <translation>Agencies and units</translation>
    </message>
    <message>
        <source>Riwayat</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Formulir kejadian</source>
        <translation>Incident form</translation>
    </message>
</context>
<context>
    <name>IncidentModel</name>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Umur</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>Instansi</source>
        <translation>Agencies</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>Pgl</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Batas</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Pemilik</source>
        <translation>Owner</translation>
    </message>
</context>
<context>
    <name>IncidentReport</name>
    <message>
        <source>Laporan kejadian</source>
        <translation>Incident report</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Titik</source>
        <translation>Point</translation>
    </message>
    <message>
        <source>Dibuka</source>
        <translation>Opened</translation>
    </message>
    <message>
        <source>Ditutup</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Instansi</source>
        <translation>Agencies</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>Kronologi</source>
        <translation>Chronology</translation>
    </message>
    <message>
        <source>Tiket terkait</source>
        <translation>Related tickets</translation>
    </message>
    <message>
        <source>Riwayat dengan segel jurnal</source>
        <translation>History with the journal&apos;s seals</translation>
    </message>
    <message>
        <source>Pembuktian</source>
        <translation>Proof</translation>
    </message>
    <message>
        <source>LATIHAN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Setiap baris riwayat adalah satu fakta jurnal; di belakangnya awal segelnya (SHA-256 atas fakta itu dan semua fakta meja yang sama sebelum itu). Segel lengkap ada di berkas {seals}. Pemeriksaan di meja mana pun: batola-desk verify --seals {seals}. Kepala rantai meja {desk}: fakta {oseq}, {hash}.</source>
        <translation>Every line of the history is one fact of the journal, followed by the beginning of its seal (SHA-256 over the fact and all facts of the same desk before it). The whole seals are in the file {seals}. To check at any desk: batola-desk verify --seals {seals}. Head of the chain of desk {desk}: fact {oseq}, {hash}.</translation>
    </message>
    <message>
        <source>Dibuat {at} oleh {person}, Meja {desk}</source>
        <translation>Made {at} by {person}, desk {desk}</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>tiket baru: jenis, tempat, prioritas, catatan</source>
        <translation>new ticket: type, place, priority, note</translation>
    </message>
    <message>
        <source>isi tiket di formulir</source>
        <translation>fill in the ticket in the form</translation>
    </message>
    <message>
        <source>kirim ke instansi, lewat saluran bila disebut</source>
        <translation>send to agencies, by a channel if one is named</translation>
    </message>
    <message>
        <source>tugaskan satuan ke tiket ini</source>
        <translation>assign a unit to this ticket</translation>
    </message>
    <message>
        <source>catat laporan satuan</source>
        <translation>note what a unit reports</translation>
    </message>
    <message>
        <source>dengar 20 detik terakhir lagi</source>
        <translation>hear the last 20 seconds again</translation>
    </message>
    <message>
        <source>Tombol dan perintah</source>
        <translation>Keys and commands</translation>
    </message>
    <message>
        <source>Di formulir</source>
        <translation>In the form</translation>
    </message>
    <message>
        <source>Baris perintah (Ctrl+K): satu baris, satu perintah utuh</source>
        <translation>Command line (Ctrl+K): one line, one whole order</translation>
    </message>
</context>
<context>
    <name>KeyPresses</name>
    <message>
        <source>Tombol sebelumnya: %1</source>
        <translation>Earlier keys: %1</translation>
    </message>
    <message>
        <source>Penelepon menekan tombol, terakhir %1</source>
        <translation>The caller presses keys, last at %1</translation>
    </message>
    <message>
        <source>berdering</source>
        <translation>ringing</translation>
    </message>
    <message>
        <source>ditahan</source>
        <translation>on hold</translation>
    </message>
    <message>
        <source>%1 (%2) menekan tombol, terakhir %3</source>
        <translation>%1 (%2) presses keys, last at %3</translation>
    </message>
</context>
<context>
    <name>KeysOverlay</name>
    <message>
        <source>Kirim ke instansi yang disarankan</source>
        <translation>Send to the suggested agency</translation>
    </message>
    <message>
        <source>Prioritas P1 … P5</source>
        <translation>Priority P1 … P5</translation>
    </message>
    <message>
        <source>Hapus titik lokasi</source>
        <translation>Clear the location point</translation>
    </message>
    <message>
        <source>Posisi penelepon menjadi lokasi kejadian</source>
        <translation>A caller&apos;s position becomes the place of the incident</translation>
    </message>
    <message>
        <source>Minta posisi penelepon lagi</source>
        <translation>Ask for the caller&apos;s position again</translation>
    </message>
    <message>
        <source>Kaitkan panggilan ke tiket yang mirip</source>
        <translation>Link the call to the similar ticket</translation>
    </message>
    <message>
        <source>Gabung dengan tiket yang mirip</source>
        <translation>Merge with the similar ticket</translation>
    </message>
    <message>
        <source>Laporan mirip bukan kejadian yang sama</source>
        <translation>A similar report is not the same incident</translation>
    </message>
    <message>
        <source>Cari tempat: jadikan lokasi kejadian</source>
        <translation>Find a place: make it the place of the ticket</translation>
    </message>
    <message>
        <source>Verifikasi tiket</source>
        <translation>Verify the ticket</translation>
    </message>
    <message>
        <source>Ubah status tiket</source>
        <translation>Change the ticket&apos;s state</translation>
    </message>
    <message>
        <source>Tutup tiket</source>
        <translation>Close the ticket</translation>
    </message>
    <message>
        <source>Balas cepat di panel teks</source>
        <translation>Quick reply in the text pane</translation>
    </message>
    <message>
        <source>Semua perintah: tekan tombolnya atau klik</source>
        <translation>All commands: press the key or click</translation>
    </message>
    <message>
        <source>PDF untuk dicetak  P</source>
        <translation>PDF to print  P</translation>
    </message>
    <message>
        <source>Di formulir</source>
        <translation>In the form</translation>
    </message>
    <message>
        <source>Ambil panggilan ditahan ke-1 … 9</source>
        <translation>Take held call 1 … 9</translation>
    </message>
    <message>
        <source>Hubungi 110, 113, 115, 118, 119, 123, meja lain …</source>
        <translation>Call 110, 113, 115, 118, 119, 123, other desks …</translation>
    </message>
</context>
<context>
    <name>KinDesk</name>
    <message>
        <source>Tulis nomor tiket, lalu Enter. Contoh: satukan A0007</source>
        <translation>Type the ticket number, then Enter. Example: satukan A0007</translation>
    </message>
    <message>
        <source>Tulis nomor tiket, lalu Enter. Contoh: kaitkan A0007</source>
        <translation>Type the ticket number, then Enter. Example: kaitkan A0007</translation>
    </message>
    <message>
        <source>Tiket dikaitkan. Ctrl+Z melepasnya.</source>
        <translation>Tickets linked. Ctrl+Z removes the link.</translation>
    </message>
</context>
<context>
    <name>KinStrip</name>
    <message>
        <source>  … dan %1 lagi</source>
        <translation>  … and %1 more</translation>
    </message>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Lepas</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Pisahkan…</source>
        <translation>Take apart…</translation>
    </message>
    <message>
        <source>↑ Bagian dari {ticket}</source>
        <translation>↑ Part of {ticket}</translation>
    </message>
    <message>
        <source>↓ {ticket} digabung ke sini</source>
        <translation>↓ {ticket} was merged into this</translation>
    </message>
    <message>
        <source>↔ Terkait dengan {ticket}</source>
        <translation>↔ Linked with {ticket}</translation>
    </message>
</context>
<context>
    <name>LaneModel</name>
    <message>
        <source>Instansi</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>Sisa waktu</source>
        <translation>Time left</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Jenis dan tempat</source>
        <translation>Type and place</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Dicoba lewat</source>
        <translation>Tried by</translation>
    </message>
    <message>
        <source>Penerima</source>
        <translation>Accepted by</translation>
    </message>
    <message>
        <source>Meja</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>(rahasia)</source>
        <translation>(confidential)</translation>
    </message>
    <message>
        <source>sisa {time}</source>
        <translation>{time} left</translation>
    </message>
    <message>
        <source>lewat {time}</source>
        <translation>{time} over</translation>
    </message>
</context>
<context>
    <name>LayerRow</name>
    <message>
        <source>Tulis letak berkas .geojson, pilih, atau seret ke sini.</source>
        <translation>Write where the .geojson file is, choose it, or drag it here.</translation>
    </message>
    <message>
        <source>Membaca berkas …</source>
        <translation>Reading the file …</translation>
    </message>
    <message>
        <source>Objek peta disimpan: {path}</source>
        <translation>Map features saved: {path}</translation>
    </message>
    <message>
        <source>Berkas GeoJSON</source>
        <translation>GeoJSON file</translation>
    </message>
    <message>
        <source>Menulis {count} dari {total} …</source>
        <translation>Writing {count} of {total} …</translation>
    </message>
    <message>
        <source>Berkas .geojson, Enter mengimpor</source>
        <translation>A .geojson file, Enter imports</translation>
    </message>
    <message>
        <source>Pilih…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>Impor</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Ekspor</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Laporan impor</source>
        <translation>Report of the import</translation>
    </message>
</context>
<context>
    <name>LeftColumn</name>
    <message>
        <source>Pendampingan tidak perlu klasifikasi.</source>
        <translation>Supervision needs no class.</translation>
    </message>
</context>
<context>
    <name>LinePanel</name>
    <message>
        <source>Tidak ada panggilan di headset.</source>
        <translation>No call in the headset.</translation>
    </message>
    <message>
        <source>Penelepon</source>
        <translation>Caller</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>20 detik terakhir: penelepon (garis), petugas (titik)</source>
        <translation>Last 20 seconds: caller (line), operator (dots)</translation>
    </message>
    <message>
        <source>● REKAM</source>
        <translation>● REC</translation>
    </message>
    <message>
        <source>○ tidak direkam</source>
        <translation>○ not recorded</translation>
    </message>
    <message>
        <source>LATIHAN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Tiket %1</source>
        <translation>Ticket %1</translation>
    </message>
    <message>
        <source>Lanjutkan</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Tahan</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>Ganti</source>
        <translation>Swap</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Hang up</translation>
    </message>
    <message>
        <source>Buka mikrofon</source>
        <translation>Unmute</translation>
    </message>
    <message>
        <source>Bisukan</source>
        <translation>Mute</translation>
    </message>
    <message>
        <source>Senyap</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>Lawan bicara</source>
        <translation>Other side</translation>
    </message>
</context>
<context>
    <name>LinkDesk</name>
    <message>
        <source>Tautan lokasi dikirim ke {number} lewat {channel}. Minta penelepon membukanya.</source>
        <translation>Location link sent to {number} by {channel}. Ask the caller to open it.</translation>
    </message>
    <message>
        <source>Tautan lokasi TIDAK terkirim: {reason}. Teksnya disalin; tempel dan kirim sendiri.</source>
        <translation>Location link NOT sent: {reason}. Its text is copied; paste and send it yourself.</translation>
    </message>
    <message>
        <source>Teks dengan tautan lokasi disalin. Tempel di SMS atau WhatsApp (Ctrl+V).</source>
        <translation>The text with the location link is copied. Paste it into SMS or WhatsApp (Ctrl+V).</translation>
    </message>
</context>
<context>
    <name>ListForm</name>
    <message>
        <source>tersimpan; ketik untuk mengganti</source>
        <translation>stored; type to replace</translation>
    </message>
    <message>
        <source>Ya</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Tidak</source>
        <translation>No</translation>
    </message>
</context>
<context>
    <name>ListRowsModel</name>
    <message>
        <source>Kode</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Asal</source>
        <translation>From</translation>
    </message>
</context>
<context>
    <name>MapLook</name>
    <message numerus="yes">
        <source>Kepadatan: %Ln kejadian</source>
        <translation>
            <numerusform>Density: %Ln incident</numerusform>
            <numerusform>Density: %Ln incidents</numerusform>
        </translation>
    </message>
    <message>
        <source>Dasar peta (B)</source>
        <translation>Ground of the map (B)</translation>
    </message>
    <message>
        <source>Vektor</source>
        <translation>Vector</translation>
    </message>
    <message>
        <source>Citra</source>
        <translation>Imagery</translation>
    </message>
    <message>
        <source>Skematik</source>
        <translation>Schematic</translation>
    </message>
    <message>
        <source>Kejadian lampau</source>
        <translation>Past incidents</translation>
    </message>
    <message>
        <source>Kepadatan (H)</source>
        <translation>Density (H)</translation>
    </message>
    <message>
        <source>Kelompok jenis</source>
        <translation>Type group</translation>
    </message>
    <message>
        <source>Ukur jarak (M)</source>
        <translation>Measure distance (M)</translation>
    </message>
    <message>
        <source>{days} hari terakhir</source>
        <translation>Last {days} days</translation>
    </message>
    <message>
        <source>Semua tahun</source>
        <translation>All years</translation>
    </message>
    <message>
        <source>Semua jenis</source>
        <translation>All types</translation>
    </message>
</context>
<context>
    <name>MapPackSheet</name>
    <message>
        <source>Data peta</source>
        <translation>Map data</translation>
    </message>
    <message>
        <source>Impor berkas…</source>
        <translation>Import files…</translation>
    </message>
    <message>
        <source>Hapus paket</source>
        <translation>Remove pack</translation>
    </message>
    <message>
        <source>Urungkan hapus</source>
        <translation>Undo removal</translation>
    </message>
    <message>
        <source>Batalkan impor</source>
        <translation>Cancel import</translation>
    </message>
    <message>
        <source>folder atau berkas</source>
        <translation>folder or file</translation>
    </message>
    <message>
        <source>Berkas di folder ini</source>
        <translation>Files in this folder</translation>
    </message>
    <message>
        <source>Enter membuka folder atau mengimpor · Shift+panah memilih beberapa · Backspace ke atas</source>
        <translation>Enter opens a folder or imports · Shift+arrows choose several · Backspace goes up</translation>
    </message>
    <message>
        <source>PETA BARU DARI SEKRETARIAT</source>
        <translation>NEW MAP FROM THE SECRETARIAT</translation>
    </message>
    <message>
        <source>PETA YANG DIPAKAI</source>
        <translation>MAP IN USE</translation>
    </message>
    <message>
        <source>IMPOR TERAKHIR</source>
        <translation>LAST IMPORT</translation>
    </message>
    <message>
        <source>Paket peta hanya boleh diganti admin TI atau ketua regu.</source>
        <translation>Only an IT admin or a shift lead may replace the map pack.</translation>
    </message>
    <message>
        <source>Coba lagi</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Ambil peta baru</source>
        <translation>Fetch the new map</translation>
    </message>
    <message>
        <source>Folder itu tidak ada atau tidak boleh dibaca.</source>
        <translation>That folder is not there or may not be read.</translation>
    </message>
</context>
<context>
    <name>MapPackViewModel</name>
    <message>
        <source>Belum ada paket peta. Yang digambar: peta sederhana dari daftar desa.</source>
        <translation>No map pack yet. What is drawn: a simple map from the list of villages.</translation>
    </message>
    <message>
        <source>{name}, dibuat {date}, {size} MB</source>
        <translation>{name}, made {date}, {size} MB</translation>
    </message>
    <message>
        <source>Berkas: {file}, data {date}</source>
        <translation>File: {file}, data of {date}</translation>
    </message>
    <message>
        <source>Sumber: {text}</source>
        <translation>Source: {text}</translation>
    </message>
    <message>
        <source>Dari sekretariat, diterbitkan {by}.</source>
        <translation>From the secretariat, published by {by}.</translation>
    </message>
    <message>
        <source>Dari folder bersama ({file}).</source>
        <translation>From the shared folder ({file}).</translation>
    </message>
    <message>
        <source>Disalin dari berkas {file}.</source>
        <translation>Copied from the file {file}.</translation>
    </message>
    <message>
        <source>Diimpor di meja ini.</source>
        <translation>Imported at this desk.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln nama untuk pencarian</source>
        <translation>
            <numerusform>%Ln name for the search</numerusform>
            <numerusform>%Ln names for the search</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ruas untuk mencari jalan</source>
        <translation>
            <numerusform>%Ln stretch for finding ways</numerusform>
            <numerusform>%Ln stretches for finding ways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Peta baru dipakai (%n detik).</source>
        <translation>
            <numerusform>The new map is in use (%n second).</numerusform>
            <numerusform>The new map is in use (%n seconds).</numerusform>
        </translation>
    </message>
    <message>
        <source>Isi lama diganti: {files}</source>
        <translation>Earlier contents replaced: {files}</translation>
    </message>
    <message>
        <source>Tanpa jaringan jalan: waktu tempuh dari garis lurus (perkiraan).</source>
        <translation>Without a road network: travel times from straight lines (estimates).</translation>
    </message>
    <message>
        <source>Tanpa keterangan sumber.</source>
        <translation>Without an attribution.</translation>
    </message>
    <message>
        <source>tidak ada yang baru</source>
        <translation>nothing new</translation>
    </message>
    <message>
        <source>Dilewati: {what}</source>
        <translation>Left out: {what}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln gambar</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>folder</source>
        <translation>folder</translation>
    </message>
    <message>
        <source>Folder yang ditampilkan</source>
        <translation>The folder shown</translation>
    </message>
    <message>
        <source>Paket peta di folder ini</source>
        <translation>Map packs in this folder</translation>
    </message>
    <message>
        <source>Enter pada paket: memilihnya. Backspace: folder di atasnya.</source>
        <translation>Enter on a pack: takes it. Backspace: the folder above.</translation>
    </message>
    <message>
        <source>Folder itu tidak ada atau tidak boleh dibaca.</source>
        <translation>That folder is not there or may not be read.</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Tunjuk lokasi</source>
        <translation>Point at place</translation>
    </message>
    <message>
        <source>Klik peta, atau geser dengan panah lalu Spasi: itu lokasi tiket</source>
        <translation>Click the map, or move it with the arrows and press Space: that is the place of the ticket</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>BB</source>
        <translation>W</translation>
    </message>
    <message>
        <source>BT</source>
        <translation>E</translation>
    </message>
    <message>
        <source>Darurat</source>
        <translation>Emergency</translation>
    </message>
    <message>
        <source>Kejadian</source>
        <translation>Incidents</translation>
    </message>
    <message>
        <source>Keterangan</source>
        <translation>Legend</translation>
    </message>
    <message>
        <source>Kritis</source>
        <translation>Critical</translation>
    </message>
    <message>
        <source>LS</source>
        <translation>S</translation>
    </message>
    <message>
        <source>LU</source>
        <translation>N</translation>
    </message>
    <message>
        <source>Menuju</source>
        <translation>En route</translation>
    </message>
    <message>
        <source>Non-darurat</source>
        <translation>Non-emergency</translation>
    </message>
    <message>
        <source>Lapisan peta</source>
        <translation>Map layers</translation>
    </message>
    <message>
        <source>Panah menggeser, + dan - memperbesar, Tab memilih kejadian, Spasi mengambil titik tengah</source>
        <translation>Arrows move, + and - zoom, Tab selects incidents, Space takes the centre point</translation>
    </message>
    <message>
        <source>Perbesar</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Perkecil</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Rendah</source>
        <translation>Low</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>Sedang</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>Seluruh kabupaten</source>
        <translation>Whole regency</translation>
    </message>
    <message>
        <source>Siap</source>
        <translation>Available</translation>
    </message>
    <message>
        <source>Tiba</source>
        <translation>On scene</translation>
    </message>
    <message>
        <source>Tidak siap</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>Tinggi</source>
        <translation>High</translation>
    </message>
    <message>
        <source>U</source>
        <translation>N</translation>
    </message>
    <message>
        <source>di luar Batola, {km} km dari {place}</source>
        <translation>outside Batola, {km} km from {place}</translation>
    </message>
    <message>
        <source>sekitar {place}</source>
        <translation>near {place}</translation>
    </message>
</context>
<context>
    <name>MarkField</name>
    <message>
        <source>T: tandai tempat kursor, tulis beberapa kata, Enter</source>
        <translation>T: mark the cursor&apos;s place, a few words, Enter</translation>
    </message>
    <message>
        <source>Tanda pada tempat kursor</source>
        <translation>Mark at the cursor&apos;s place</translation>
    </message>
</context>
<context>
    <name>MeasureSheet</name>
    <message>
        <source>Alasan, lalu Enter</source>
        <translation>Reason, then Enter</translation>
    </message>
    <message>
        <source>Alasan tindakan</source>
        <translation>Reason of the measure</translation>
    </message>
    <message>
        <source>Tindakan</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source> hari</source>
        <translation> days</translation>
    </message>
    <message>
        <source>Berapa hari</source>
        <translation>How many days</translation>
    </message>
    <message>
        <source>Tindakan terhadap {number}</source>
        <translation>Measure against {number}</translation>
    </message>
    <message>
        <source>Hanya petunjuk bagi yang menjawab: setiap panggilan tetap dijawab, tidak ada pemblokiran. ↑ ↓ tindakan, tulis alasan, Enter menetapkan, Ctrl+Del mencabut yang terbaru.</source>
        <translation>Only a hint for whoever answers: every call is still answered, nothing is blocked. ↑ ↓ measure, write the reason, Enter decides, Ctrl+Del takes the newest one back.</translation>
    </message>
    <message>
        <source>Tindakan terhadap {number} dicatat.</source>
        <translation>Measure against {number} noted.</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Singkirkan pesan</source>
        <translation>Dismiss message</translation>
    </message>
</context>
<context>
    <name>MinistryDesk</name>
    <message>
        <source>Laporan kementerian ditulis: {folder}. {calls} panggilan, {tickets} tiket. Fakta meja {desks}: {cover}</source>
        <translation>Ministry&apos;s report written: {folder}. {calls} calls, {tickets} tickets. Facts of desk {desks}: {cover}</translation>
    </message>
    <message>
        <source>meja ini berdiri sendiri.</source>
        <translation>this desk stands alone.</translation>
    </message>
    <message>
        <source>sama dengan ruang.</source>
        <translation>the same as the room.</translation>
    </message>
    <message>
        <source>ruang tidak terbaca penuh, meja lain mungkin belum lengkap.</source>
        <translation>the room was not read to its end, other desks may not be complete.</translation>
    </message>
</context>
<context>
    <name>MinistrySheet</name>
    <message>
        <source>Laporan kementerian</source>
        <translation>Ministry&apos;s report</translation>
    </message>
    <message>
        <source>Ditulis sebagai CSV dan JSON ke folder ekspor. Tiket rahasia hanya dihitung. 1 … 4 memilih hari, atau Tab dan tulis sendiri.</source>
        <translation>Written as CSV and JSON into the folder of exports. Confidential tickets are only counted. 1 … 4 choose the days, or Tab and type them.</translation>
    </message>
    <message>
        <source>Hari ini</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Kemarin</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>Bulan ini</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>Bulan lalu</source>
        <translation>Last month</translation>
    </message>
    <message>
        <source>dari dan sampai, mis. 1-11-2026 15-11-2026, lalu Enter</source>
        <translation>from and to, e.g. 1-11-2026 15-11-2026, then Enter</translation>
    </message>
    <message>
        <source>Dari tanggal, sampai tanggal</source>
        <translation>From day, to day</translation>
    </message>
</context>
<context>
    <name>NumberEntry</name>
    <message>
        <source>Nada</source>
        <translation>Tones</translation>
    </message>
    <message>
        <source>Telepon</source>
        <translation>Dial</translation>
    </message>
    <message>
        <source>0–9 * #, Enter kirim</source>
        <translation>0–9 * #, Enter sends</translation>
    </message>
    <message>
        <source>nomor, Enter memanggil</source>
        <translation>number, Enter dials</translation>
    </message>
</context>
<context>
    <name>OrderDesk</name>
    <message>
        <source>Tulis isian, lalu Enter. Contoh: isi kb01 @handil bakti rt 4 !p1</source>
        <translation>Type the fields, then Enter. Example: isi kb01 @handil bakti rt 4 !p1</translation>
    </message>
    <message>
        <source>Tulis satuan dan keadaannya, lalu Enter. Contoh: s BPK-3 tiba</source>
        <translation>Type the unit and its state, then Enter. Example: s BPK-3 tiba</translation>
    </message>
    <message>
        <source>Tulis satuan, lalu Enter. Contoh: tugas BPK-3</source>
        <translation>Type the unit, then Enter. Example: tugas BPK-3</translation>
    </message>
    <message>
        <source>Tidak ada yang dijalankan.</source>
        <translation>Nothing was done.</translation>
    </message>
    <message>
        <source>Dikirim ke {names}.</source>
        <translation>Sent to {names}.</translation>
    </message>
</context>
<context>
    <name>OtherRoomSheet</name>
    <message>
        <source>Server ini bukan ruang meja ini</source>
        <translation>This server is not this desk&apos;s room</translation>
    </message>
    <message>
        <source>Server {host} tidak mengenal satu pun dari {count} catatan ruang meja ini. Itu terjadi bila ruang dibuat baru tanpa cadangan, atau bila alamatnya salah.</source>
        <translation>Server {host} knows none of the {count} facts of this desk&apos;s room. That happens when the room was set up anew without a backup, or when the address is wrong.</translation>
    </message>
    <message>
        <source>Bila alamatnya salah: tutup lembar ini dan minta TI memperbaiki secretariat.toml. Meja tetap bekerja sendiri, tidak ada yang dikirim, tidak ada yang hilang.</source>
        <translation>If the address is wrong: close this sheet and ask IT to mend secretariat.toml. The desk goes on alone, nothing is sent, nothing is lost.</translation>
    </message>
    <message>
        <source>Bila ruang itu memang pengganti: tulis alasan dan sahkan. Semua yang meja ini tahu dikirim ke sana ({count} catatan ruang lama, juga milik meja lain, dan {waiting} yang menunggu). Nomor tiket tetap. Tidak bisa dibatalkan. Setiap meja mengesahkan sendiri.</source>
        <translation>If that room is the new one: write a reason and accept it. Everything that this desk knows is sent there ({count} facts of the old room, other desks&apos; too, and {waiting} that wait). Ticket numbers stay. It cannot be undone. Each desk accepts by itself.</translation>
    </message>
    <message>
        <source>alasan, misalnya: server baru 27 November, disetujui TI</source>
        <translation>reason, for example: new server 27 November, agreed with IT</translation>
    </message>
    <message>
        <source>Sahkan ruang ini</source>
        <translation>Accept this room</translation>
    </message>
    <message>
        <source>Ruang disahkan; semua catatan meja ini sedang dikirim ke sana.</source>
        <translation>Room accepted; everything this desk knows is being sent there.</translation>
    </message>
</context>
<context>
    <name>OutreachActions</name>
    <message>
        <source>Surel sedang dikirim; tunggu jawaban server…</source>
        <translation>The e-mail is being sent; wait for the server&apos;s answer…</translation>
    </message>
    <message>
        <source>Semua instansi yang biasa sudah diminta. Cari instansi lain: F7.</source>
        <translation>All usual agencies have been asked. Find another one: F7.</translation>
    </message>
    <message>
        <source>Dikirim ke {agency}.</source>
        <translation>Sent to {agency}.</translation>
    </message>
    <message>
        <source>Menelepon {who}. Tidak diangkat: X, lalu cara berikutnya.</source>
        <translation>Calling {who}. No answer: X, then the next way.</translation>
    </message>
    <message>
        <source>Surel sudah diterima server untuk {who}. Tunggu nama yang menerima.</source>
        <translation>The server has taken the e-mail for {who}. Wait for the name of who accepts.</translation>
    </message>
    <message>
        <source>Surel untuk {who} dibuka di program surel; kirim dari sana.</source>
        <translation>The e-mail to {who} is open in the mail program; send it from there.</translation>
    </message>
    <message>
        <source>Slip disimpan dan dibuka: {who}. Langsung ke pencetak: Alt+Shift+S.</source>
        <translation>The slip is saved and open: {who}. Straight to a printer: Alt+Shift+S.</translation>
    </message>
    <message>
        <source>Bacakan lewat radio. Teksnya juga sudah disalin.</source>
        <translation>Read it out by radio. The text has been copied too.</translation>
    </message>
    <message>
        <source>Teks disalin: tempel (Ctrl+V) dan kirim ke {who}.</source>
        <translation>Text copied: paste it (Ctrl+V) and send it to {who}.</translation>
    </message>
    <message>
        <source>instansi itu</source>
        <translation>the agency</translation>
    </message>
    <message>
        <source>Dicatat: tidak tersambung.</source>
        <translation>Noted: not reached.</translation>
    </message>
    <message>
        <source>Dicatat: tidak tersambung. Berikutnya: {way}.</source>
        <translation>Noted: not reached. Next: {way}.</translation>
    </message>
</context>
<context>
    <name>OwnedModel</name>
    <message>
        <source>Prio</source>
        <translation>Prio</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Jenis</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Umur</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>Pemilik</source>
        <translation>Owner</translation>
    </message>
    <message>
        <source>Sejak</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Diminta</source>
        <translation>Asked</translation>
    </message>
    <message>
        <source>Batas</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>{ticket} LAT</source>
        <translation>{ticket} TRN</translation>
    </message>
    <message>
        <source>… {owner}, menunggu kata ruangan</source>
        <translation>… {owner}, waiting for the room&apos;s word</translation>
    </message>
    <message>
        <source>▲ {owner}, sementara</source>
        <translation>▲ {owner}, provisional</translation>
    </message>
    <message>
        <source>→ {target}</source>
        <translation>→ {target}</translation>
    </message>
    <message>
        <source>{by} (Meja {desk}) meminta: {reason}</source>
        <translation>{by} (desk {desk}) asks: {reason}</translation>
    </message>
</context>
<context>
    <name>PaperDesk</name>
    <message>
        <source>laporan %1</source>
        <translation>report %1</translation>
    </message>
    <message>
        <source>Disimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
</context>
<context>
    <name>PartiesPane</name>
    <message>
        <source>Gabung</source>
        <translation>Join</translation>
    </message>
    <message>
        <source>Serahkan</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>Ganti</source>
        <translation>Swap</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Dengar</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Bisik</source>
        <translation>Whisper</translation>
    </message>
    <message>
        <source>Ikut</source>
        <translation>Barge in</translation>
    </message>
    <message>
        <source>Penelepon</source>
        <translation>Caller</translation>
    </message>
    <message>
        <source>%1 · dibisukan</source>
        <translation>%1 · muted</translation>
    </message>
    <message>
        <source>Mendampingi %1</source>
        <translation>Supervising %1</translation>
    </message>
    <message>
        <source>Sedang diserahkan …</source>
        <translation>Being handed over …</translation>
    </message>
    <message>
        <source>Tersambung lewat meja ini</source>
        <translation>Connected through this desk</translation>
    </message>
    <message>
        <source>Konferensi</source>
        <translation>Conference</translation>
    </message>
    <message>
        <source>Konsultasi</source>
        <translation>Consulting</translation>
    </message>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Bisukan</source>
        <translation>Mute</translation>
    </message>
    <message>
        <source>Lepas</source>
        <translation>Drop</translation>
    </message>
</context>
<context>
    <name>PlaceBox</name>
    <message>
        <source>Hapus titik</source>
        <translation>Clear point</translation>
    </message>
    <message>
        <source>TEMPAT KEJADIAN</source>
        <translation>SCENE</translation>
    </message>
    <message>
        <source>Desa, jalan, patokan, koordinat, atau tautan peta</source>
        <translation>Village, road, landmark, coordinates, or a map link</translation>
    </message>
    <message>
        <source>Tempat kejadian</source>
        <translation>Scene</translation>
    </message>
    <message>
        <source>Titik lokasi belum dipastikan</source>
        <translation>Location point not confirmed yet</translation>
    </message>
</context>
<context>
    <name>PlaceDesk</name>
    <message>
        <source>Cari</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>Cari tempat di peta</source>
        <translation>Find a place on the map</translation>
    </message>
    <message>
        <source>Panggilan tanpa tiket</source>
        <translation>Call without ticket</translation>
    </message>
    <message>
        <source>{minutes} menit lalu</source>
        <translation>{minutes} min ago</translation>
    </message>
</context>
<context>
    <name>PlaceSearchBox</name>
    <message>
        <source>Enter: lihat di peta · Ctrl+Enter: jadikan lokasi kejadian · Esc: tutup</source>
        <translation>Enter: look on the map · Ctrl+Enter: make it the place · Esc: close</translation>
    </message>
    <message>
        <source>Cari desa, jalan, sungai, patokan, koordinat, tautan peta</source>
        <translation>Find a village, road, river, landmark, coordinates, map link</translation>
    </message>
    <message>
        <source>Cari tempat di peta</source>
        <translation>Find a place on the map</translation>
    </message>
    <message>
        <source>Jadikan lokasi</source>
        <translation>Make it the place</translation>
    </message>
    <message>
        <source>Tempat ini menjadi lokasi kejadian tiket di formulir</source>
        <translation>This becomes the place of the ticket in the form</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>▶ Lanjut  Spasi</source>
        <translation>▶ Continue  Space</translation>
    </message>
    <message>
        <source>‖ Jeda  Spasi</source>
        <translation>‖ Pause  Space</translation>
    </message>
    <message>
        <source>◌ diambil dari penyimpanan …</source>
        <translation>◌ being fetched from the store …</translation>
    </message>
    <message>
        <source>■ Berhenti  H</source>
        <translation>■ Stop  H</translation>
    </message>
    <message>
        <source>Posisi rekaman</source>
        <translation>Position in the recording</translation>
    </message>
</context>
<context>
    <name>PreferencesSheet</name>
    <message>
        <source>Pengaturan</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>TAMPILAN</source>
        <translation>LOOK</translation>
    </message>
    <message>
        <source>Tema</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Bahasa</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Ukuran huruf</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>SUARA</source>
        <translation>SOUND</translation>
    </message>
    <message>
        <source>Headset (dengar)</source>
        <translation>Headset (listening)</translation>
    </message>
    <message>
        <source>Headset (mikrofon)</source>
        <translation>Headset (microphone)</translation>
    </message>
    <message>
        <source>Pengeras suara</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Headset kedua (dengar)</source>
        <translation>Second headset (listening)</translation>
    </message>
    <message>
        <source>Headset kedua (mikrofon)</source>
        <translation>Second headset (microphone)</translation>
    </message>
    <message>
        <source>Pendamping terdengar</source>
        <translation>Companion is heard</translation>
    </message>
    <message>
        <source>Kerasnya penelepon</source>
        <translation>Loudness of callers</translation>
    </message>
    <message>
        <source>Kalimat panggilan senyap</source>
        <translation>Sentences of a silent call</translation>
    </message>
    <message>
        <source>UJI SUARA</source>
        <translation>SOUND TEST</translation>
    </message>
    <message>
        <source>Volume headset</source>
        <translation>Headset volume</translation>
    </message>
    <message>
        <source>Volume dering</source>
        <translation>Ring volume</translation>
    </message>
    <message>
        <source>Volume peringatan</source>
        <translation>Alert volume</translation>
    </message>
    <message>
        <source>Suara sendiri</source>
        <translation>Own voice</translation>
    </message>
    <message>
        <source>Malam</source>
        <translation>Night</translation>
    </message>
    <message>
        <source>Terang</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Tidak</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Ya</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Apa adanya</source>
        <translation>As they come</translation>
    </message>
    <message>
        <source>Diratakan</source>
        <translation>Evened out</translation>
    </message>
    <message>
        <source>Penelepon yang pelan dikeraskan dan yang keras dipelankan, paling banyak 12 dB</source>
        <translation>Soft callers are made louder and loud ones softer, by 12 dB at most</translation>
    </message>
    <message>
        <source>Dengan tombol</source>
        <translation>By key</translation>
    </message>
    <message>
        <source>Otomatis</source>
        <translation>By themselves</translation>
    </message>
    <message>
        <source>Dengarkan contoh</source>
        <translation>Play a sample</translation>
    </message>
    <message>
        <source>Semua setelan  Ctrl+Shift+F10</source>
        <translation>All settings  Ctrl+Shift+W</translation>
    </message>
    <message>
        <source>TENTANG</source>
        <translation>ABOUT</translation>
    </message>
    <message>
        <source>SALURAN TELEPON</source>
        <translation>TELEPHONE LINE</translation>
    </message>
    <message>
        <source>Dering dan peringatan tidak bisa dibuat senyap.</source>
        <translation>Ring and alerts cannot be made silent.</translation>
    </message>
    <message>
        <source>Saluran belum menyala.</source>
        <translation>The line is not up yet.</translation>
    </message>
    <message>
        <source>Titik dan luas desa pada peta bersifat indikatif, bukan bukti batas wilayah.</source>
        <translation>Village points and areas on the map are indicative, not evidence of a boundary.</translation>
    </message>
    <message>
        <source>Otomatis (yang terbaik)</source>
        <translation>Automatic (the best one)</translation>
    </message>
    <message>
        <source>Tidak ada</source>
        <translation>None</translation>
    </message>
    <message>
        <source>{name} (tidak terpasang)</source>
        <translation>{name} (not connected)</translation>
    </message>
</context>
<context>
    <name>PrintSheet</name>
    <message>
        <source>Cetak: %1</source>
        <translation>Print: %1</translation>
    </message>
    <message>
        <source>Pencetak</source>
        <translation>Printers</translation>
    </message>
    <message>
        <source>Simpan PDF saja  Ctrl+Enter</source>
        <translation>Save the PDF only  Ctrl+Enter</translation>
    </message>
    <message>
        <source>↑ ↓ memilih pencetak, Enter mencetak. Panggilan dan isian berjalan terus sambil mencetak.</source>
        <translation>↑ ↓ choose a printer, Enter prints. Calls and entries go on meanwhile.</translation>
    </message>
    <message>
        <source>Disimpan: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>Dikirim ke pencetak {printer}: {pages} halaman.</source>
        <translation>Sent to printer {printer}: {pages} pages.</translation>
    </message>
</context>
<context>
    <name>QueueViewModel</name>
    <message>
        <source>Meja ini berdiri sendiri: tidak ada yang perlu diberi tahu.</source>
        <translation>This desk stands alone: nobody needs to be told.</translation>
    </message>
    <message>
        <source>Teks untuk %1 dikirim lewat %2.</source>
        <translation>Text to %1 sent by %2.</translation>
    </message>
    <message>
        <source>Teks untuk %1 disalin: tempel di SMS atau WhatsApp (Ctrl+V).</source>
        <translation>Text for %1 copied: paste it into SMS or WhatsApp (Ctrl+V).</translation>
    </message>
    <message>
        <source>Teks untuk %1 TIDAK terkirim: %2. Teksnya disalin; tempel dan kirim sendiri.</source>
        <translation>Text to %1 was NOT sent: %2. It is copied; paste it and send it yourself.</translation>
    </message>
</context>
<context>
    <name>QuickSend</name>
    <message>
        <source>Sudah diminta: %1</source>
        <translation>Asked already: %1</translation>
    </message>
    <message>
        <source>Kirim ke %1</source>
        <translation>Send to %1</translation>
    </message>
    <message>
        <source>KIRIM KE INSTANSI</source>
        <translation>SEND TO AGENCIES</translation>
    </message>
</context>
<context>
    <name>ReachDesk</name>
    <message>
        <source>{now}; satu jam lagi {level} m</source>
        <translation>{now}; in an hour {level} m</translation>
    </message>
    <message>
        <source>Belum ada tabel pasang surut untuk hari ini.</source>
        <translation>There is no tide table for today.</translation>
    </message>
    <message>
        <source>Jangkauan</source>
        <translation>Reach</translation>
    </message>
    <message>
        <source>Jangkauan satuan dalam 5, 10, 15 dan 30 menit</source>
        <translation>Areas a unit reaches in 5, 10, 15 and 30 minutes</translation>
    </message>
</context>
<context>
    <name>RecordingSheet</name>
    <message>
        <source>Rekaman %1 · %2</source>
        <translation>Recording %1 · %2</translation>
    </message>
    <message>
        <source>✖ BERBEDA DARI SEGEL</source>
        <translation>✖ DIFFERS FROM ITS SEAL</translation>
    </message>
    <message>
        <source>◌ diambil dari penyimpanan …</source>
        <translation>◌ being fetched from the store …</translation>
    </message>
    <message>
        <source>◌ diambil dari penyimpanan: %1 %</source>
        <translation>◌ fetched from the store: %1 %</translation>
    </message>
    <message>
        <source>○ hanya di penyimpanan: ▶ mengambilnya</source>
        <translation>○ only in the store: ▶ fetches it</translation>
    </message>
    <message>
        <source>✓ tersalin</source>
        <translation>✓ copied</translation>
    </message>
    <message>
        <source>◌ belum tersalin</source>
        <translation>◌ not copied yet</translation>
    </message>
    <message>
        <source>⚑ ditahan: %1</source>
        <translation>⚑ held: %1</translation>
    </message>
    <message>
        <source>Tekan Spasi untuk mencoba lagi.</source>
        <translation>Press Space to try again.</translation>
    </message>
    <message>
        <source>Berkas ini sudah dilepas dari meja dan sedang diambil kembali …</source>
        <translation>This file was freed on the desk and is being fetched back …</translation>
    </message>
    <message>
        <source>Berkas ini sudah dilepas dari meja. Tekan Spasi: diambil lalu diputar.</source>
        <translation>This file was freed on this desk. Press Space: it is fetched and played.</translation>
    </message>
    <message>
        <source>Gelombang suara sedang dibaca …</source>
        <translation>The waveform is being read …</translation>
    </message>
    <message>
        <source>‖ Jeda  Spasi</source>
        <translation>‖ Pause  Space</translation>
    </message>
    <message>
        <source>▶ Putar  Spasi</source>
        <translation>▶ Play  Space</translation>
    </message>
    <message>
        <source>1×  S</source>
        <translation>1×  S</translation>
    </message>
    <message>
        <source>0,8×  S</source>
        <translation>0.8×  S</translation>
    </message>
    <message>
        <source>Kursor %1 dari %2</source>
        <translation>Cursor at %1 of %2</translation>
    </message>
    <message>
        <source>5 d  ←</source>
        <translation>5 s  ←</translation>
    </message>
    <message>
        <source>5 d  →</source>
        <translation>5 s  →</translation>
    </message>
    <message>
        <source>Dekat  +</source>
        <translation>Zoom in  +</translation>
    </message>
    <message>
        <source>Jauh  −</source>
        <translation>Zoom out  −</translation>
    </message>
    <message>
        <source>Hapus tanda  Del</source>
        <translation>Remove mark  Del</translation>
    </message>
    <message>
        <source>Tanda pada rekaman, menurut waktu</source>
        <translation>Marks on the recording, by time</translation>
    </message>
    <message>
        <source>Bagian rekaman</source>
        <translation>Part of the recording</translation>
    </message>
    <message>
        <source>Bagian %1 · mulai %2</source>
        <translation>Part %1 · from %2</translation>
    </message>
</context>
<context>
    <name>ReferralSheet</name>
    <message>
        <source>Rujukan non-darurat</source>
        <translation>Non-emergency referral</translation>
    </message>
    <message>
        <source>Tujuan rujukan</source>
        <translation>Where to refer to</translation>
    </message>
    <message>
        <source>Jawaban untuk rujukan {code}, lalu Enter.</source>
        <translation>Answer to referral {code}, then Enter.</translation>
    </message>
    <message>
        <source>Jawaban sebelumnya: {answer}</source>
        <translation>Earlier answer: {answer}</translation>
    </message>
    <message>
        <source>Apa jawabannya?</source>
        <translation>What is the answer?</translation>
    </message>
    <message>
        <source>Tulis laporannya (boleh kosong bila tiket sudah terisi), ↑ ↓ tujuan, Enter merujuk.</source>
        <translation>Write what it is about (may be empty when the ticket says it), ↑ ↓ target, Enter refers.</translation>
    </message>
    <message>
        <source>Apa laporannya?</source>
        <translation>What is it about?</translation>
    </message>
    <message>
        <source>Kode untuk pelapor: {code}</source>
        <translation>Code for the caller: {code}</translation>
    </message>
    <message>
        <source>Teks disalin: tempel ke {where}. Bacakan kodenya.</source>
        <translation>Text copied: paste it into {where}. Read the code out.</translation>
    </message>
    <message>
        <source>Jawaban rujukan dicatat.</source>
        <translation>The answer is noted.</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Ulang 60 detik</source>
        <translation>Replay 60 s</translation>
    </message>
    <message>
        <source>◀ 5 d</source>
        <translation>◀ 5 s</translation>
    </message>
    <message>
        <source>5 d ▶</source>
        <translation>5 s ▶</translation>
    </message>
    <message>
        <source>1×</source>
        <translation>1×</translation>
    </message>
    <message>
        <source>0,8×</source>
        <translation>0.8×</translation>
    </message>
    <message>
        <source>ULANG −%1 · penelepon tetap terdengar pelan, mikrofon tetap terbuka</source>
        <translation>REPLAY −%1 · the caller stays softly audible, your microphone stays open</translation>
    </message>
    <message>
        <source>Posisi ulangan, %1 di belakang</source>
        <translation>Place of the replay, %1 behind</translation>
    </message>
</context>
<context>
    <name>RingingPane</name>
    <message>
        <source>Antrean</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Tidak ada panggilan masuk.</source>
        <translation>No inbound calls.</translation>
    </message>
    <message>
        <source>Panggilan berdering</source>
        <translation>Ringing calls</translation>
    </message>
    <message>
        <source>Jawab</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>%1 berdering</source>
        <translation>%1 ringing</translation>
    </message>
    <message>
        <source>kosong</source>
        <translation>empty</translation>
    </message>
</context>
<context>
    <name>RoleSheet</name>
    <message>
        <source>Peran sementara</source>
        <translation>Role for a while</translation>
    </message>
    <message>
        <source>alasan</source>
        <translation>reason</translation>
    </message>
    <message>
        <source>Ambil peran</source>
        <translation>Take the role</translation>
    </message>
    <message>
        <source>Berlaku 30 menit di samping peran sendiri, terlihat di layar dan tercatat untuk auditor.</source>
        <translation>Holds for 30 minutes beside the own role, stands on the screen and is recorded for the auditor.</translation>
    </message>
</context>
<context>
    <name>RoomBoardSheet</name>
    <message>
        <source>Panggilan senyap diperiksa hari ini: {examined} dari {count} ({percent} %)</source>
        <translation>Silent calls examined today: {examined} of {count} ({percent} %)</translation>
    </message>
    <message>
        <source>Panggilan senyap diperiksa hari ini: belum ada</source>
        <translation>Silent calls examined today: none yet</translation>
    </message>
    <message>
        <source> · {count} lain ternyata bicara</source>
        <translation> · spoke after all: {count}</translation>
    </message>
    <message numerus="yes">
        <source>Limpahkan %n kejadian</source>
        <translation>
            <numerusform>Pass %n incident on</numerusform>
            <numerusform>Pass %n incidents on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ambil alih %n kejadian</source>
        <translation>
            <numerusform>Take %n incident over</numerusform>
            <numerusform>Take %n incidents over</numerusform>
        </translation>
    </message>
    <message>
        <source>Buka kembali tiket ini</source>
        <translation>Reopen this ticket</translation>
    </message>
    <message>
        <source>Tolak permintaan ini</source>
        <translation>Decline this request</translation>
    </message>
    <message>
        <source>Papan regu: tiket yang selesai</source>
        <translation>Supervision board: ended tickets</translation>
    </message>
    <message>
        <source>Papan regu</source>
        <translation>Supervision board</translation>
    </message>
    <message>
        <source>Kejadian: Enter buka · Spasi tandai · L limpahkan · A ambil alih · T tutup · P laporan palsu · B buka kembali · Y/N permintaan · O urutkan · S selesai</source>
        <translation>Incidents: Enter opens · Space marks · L passes on · A takes over · T closes · P false report · B reopens · Y/N request · O sorts · S ended</translation>
    </message>
    <message>
        <source>Meja (Tab): Enter limpahkan ke sini · D dengar · W bisik · I ikut bicara · O urutkan</source>
        <translation>Desks (Tab): Enter passes on to here · D listen · W whisper · I barge in · O sorts</translation>
    </message>
</context>
<context>
    <name>RoomDesk</name>
    <message>
        <source>Tulis meja atau nama petugas, lalu alasan. Contoh: B banyak panggilan.</source>
        <translation>Type a desk or a name, then the reason. Example: B many calls.</translation>
    </message>
    <message>
        <source>Tulis alasan mengambil alih tiket ini, lalu Enter.</source>
        <translation>Type why you take this ticket over, then Enter.</translation>
    </message>
</context>
<context>
    <name>RowMenu</name>
    <message>
        <source>Buka tiket</source>
        <translation>Open the ticket</translation>
    </message>
    <message>
        <source>Hubungi</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>Hubungi juga bila meja lain mengurusnya</source>
        <translation>Call even if another desk sees to it</translation>
    </message>
    <message>
        <source>Salin teks untuk nomor ini</source>
        <translation>Copy the text for this number</translation>
    </message>
    <message>
        <source>Saya urus, atau lepas lagi</source>
        <translation>I see to it, or let go again</translation>
    </message>
    <message>
        <source>Selesai, dengan alasan…</source>
        <translation>Done, with a reason…</translation>
    </message>
    <message>
        <source>Pilih kelasnya…</source>
        <translation>Choose its class…</translation>
    </message>
    <message>
        <source>Tandai terlihat</source>
        <translation>Mark as seen</translation>
    </message>
    <message>
        <source>Tunjukkan di peta, dan buka tiketnya</source>
        <translation>Show on the map, and open its ticket</translation>
    </message>
    <message>
        <source>Tidak tersambung</source>
        <translation>Not reached</translation>
    </message>
</context>
<context>
    <name>SearchModel</name>
    <message>
        <source>Waktu</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Apa</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Tiket / nomor</source>
        <translation>Ticket / number</translation>
    </message>
    <message>
        <source>Tempat / kelas</source>
        <translation>Place / class</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Rekaman</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>▶ ada</source>
        <translation>▶ yes</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Ketik nomor tiket, nomor telepon, tempat, nama, atau kata dari kronologi.</source>
        <translation>Type a ticket number, a phone number, a place, a name or a word of the narrative.</translation>
    </message>
    <message>
        <source>Tidak ada yang cocok. Coba awal nomor, nama desa, atau jenis kejadian.</source>
        <translation>Nothing matches. Try the beginning of a number, a village name or an incident type.</translation>
    </message>
    <message>
        <source>Tiket yang belum ditutup: centang “juga yang terbuka”.</source>
        <translation>Tickets not closed yet: tick “open ones too”.</translation>
    </message>
    <message>
        <source>Panggilan ini tidak punya tiket dan tidak punya rekaman.</source>
        <translation>This call has no ticket and no recording.</translation>
    </message>
    <message>
        <source>Cari tiket dan panggilan lama</source>
        <translation>Search old tickets and calls</translation>
    </message>
    <message>
        <source>Kata yang dicari</source>
        <translation>Words to search</translation>
    </message>
    <message>
        <source>Semua</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>juga yang terbuka</source>
        <translation>open ones too</translation>
    </message>
    <message>
        <source>▶ Putar  P</source>
        <translation>▶ Play  P</translation>
    </message>
    <message>
        <source>Gelombang  G</source>
        <translation>Waveform  G</translation>
    </message>
    <message>
        <source>Hasil pencarian, terbaru lebih dulu</source>
        <translation>Search results, newest first</translation>
    </message>
</context>
<context>
    <name>SecureSign</name>
    <message>
        <source>terenkripsi</source>
        <translation>encrypted</translation>
    </message>
</context>
<context>
    <name>SelfTestBanner</name>
    <message>
        <source>Awal dinas: meja ini belum diuji. Dua puluh detik, panggilan selalu didahulukan.</source>
        <translation>Start of shift: this desk has not been tested. Twenty seconds; calls always go first.</translation>
    </message>
    <message>
        <source>Uji meja</source>
        <translation>Desk test</translation>
    </message>
    <message>
        <source>Lewati …</source>
        <translation>Skip …</translation>
    </message>
</context>
<context>
    <name>SelfTestSheet</name>
    <message>
        <source>Uji awal dinas</source>
        <translation>Shift-start self-test</translation>
    </message>
    <message>
        <source>Ya  Y</source>
        <translation>Yes  Y</translation>
    </message>
    <message>
        <source>Tidak  T</source>
        <translation>No  N</translation>
    </message>
    <message>
        <source>Ulangi nada  U</source>
        <translation>Repeat the tone  R</translation>
    </message>
    <message>
        <source>Uji lagi  U</source>
        <translation>Test again  R</translation>
    </message>
    <message>
        <source>sedang diuji …</source>
        <translation>being tested …</translation>
    </message>
    <message>
        <source>Menunggu yang masih diuji …</source>
        <translation>Waiting for what is still being tested …</translation>
    </message>
    <message>
        <source>{outcome}. Ditandatangani {name}, {time}, dalam {seconds} detik.</source>
        <translation>{outcome}. Signed by {name}, {time}, within {seconds} seconds.</translation>
    </message>
</context>
<context>
    <name>SettingEditor</name>
    <message>
        <source>Asal: {origin}</source>
        <translation>From: {origin}</translation>
    </message>
    <message>
        <source>Bawaan: {value}</source>
        <translation>Default: {value}</translation>
    </message>
    <message>
        <source>Boleh: {limits}</source>
        <translation>Allowed: {limits}</translation>
    </message>
    <message>
        <source>Ketik untuk mengganti</source>
        <translation>Type to replace it</translation>
    </message>
    <message>
        <source>Simpan  Enter</source>
        <translation>Save  Enter</translation>
    </message>
    <message>
        <source>Kembalikan</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>Bawaan, atau isi berkas TI, berlaku lagi</source>
        <translation>The default, or what IT&apos;s file says, counts again</translation>
    </message>
    <message>
        <source>Nilai setelan</source>
        <translation>Value of the setting</translation>
    </message>
</context>
<context>
    <name>SettingsModel</name>
    <message>
        <source>Bagian</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Setelan</source>
        <translation>Setting</translation>
    </message>
    <message>
        <source>Nilai</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>Asal</source>
        <translation>Source</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Tutup  Esc</source>
        <translation>Close  Esc</translation>
    </message>
</context>
<context>
    <name>SideCard</name>
    <message>
        <source>Buka tiket ini</source>
        <translation>Open this ticket</translation>
    </message>
    <message>
        <source>Pakai nilai ini</source>
        <translation>Use this value</translation>
    </message>
    <message>
        <source>Yakin? Tarik: tekan lagi</source>
        <translation>Sure? Press again to take it back</translation>
    </message>
    <message>
        <source>Tarik pengiriman ini</source>
        <translation>Take this dispatch back</translation>
    </message>
    <message>
        <source>tertulis di tiket ketika bentrok</source>
        <translation>stood in the ticket at that moment</translation>
    </message>
    <message>
        <source>satuan sudah tidak di tiket ini</source>
        <translation>the unit is not on this ticket any more</translation>
    </message>
</context>
<context>
    <name>SignOnSheet</name>
    <message>
        <source>Masuk</source>
        <translation>Sign on</translation>
    </message>
    <message>
        <source>Ganti petugas</source>
        <translation>Change of person</translation>
    </message>
    <message>
        <source>Nama masuk</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>Sandi</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Nama Anda</source>
        <translation>Your name</translation>
    </message>
    <message>
        <source>Alasan tanpa login</source>
        <translation>Why without a login</translation>
    </message>
    <message>
        <source>Dinas</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Keadaan</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Memeriksa …</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>Bekerja tanpa login</source>
        <translation>Work without a login</translation>
    </message>
    <message>
        <source>Tanpa login (darurat)</source>
        <translation>Without a login (emergency)</translation>
    </message>
    <message>
        <source>Dengan nama dan sandi</source>
        <translation>By name and password</translation>
    </message>
    <message>
        <source>Selesai dinas</source>
        <translation>Sign off</translation>
    </message>
    <message>
        <source>Hanya dalam keadaan darurat: ketua regu diberi tahu, dan semua tercatat atas nama meja ini sampai ada yang masuk.</source>
        <translation>Only in an emergency: the shift lead is told, and everything is recorded as done by this desk until somebody signs on.</translation>
    </message>
    <message>
        <source>Panggilan tetap berdering dan dijawab (F2), juga tanpa masuk. Esc: nanti.</source>
        <translation>Calls ring and are answered (F2) without signing on, too. Esc: later.</translation>
    </message>
</context>
<context>
    <name>SilentPanel</name>
    <message>
        <source>0  Sisanya tidak terdengar</source>
        <translation>0  The rest is not heard</translation>
    </message>
    <message>
        <source>Huruf = terdengar · Shift+huruf = tidak · 1–4 putar kalimat · Spasi henti · Esc keluar</source>
        <translation>Letter = heard · Shift+letter = not · 1–4 play a sentence · Space stops · Esc leaves</translation>
    </message>
    <message>
        <source>F9 membuka kalimat dan daftar</source>
        <translation>F9 opens sentences and checklist</translation>
    </message>
    <message>
        <source>F9 mengisi daftar dengan tombol</source>
        <translation>F9 fills the list in by keys</translation>
    </message>
    <message>
        <source>▲ PANGGILAN SENYAP</source>
        <translation>▲ SILENT CALL</translation>
    </message>
    <message>
        <source>+  Suara diperkuat</source>
        <translation>+  Sound made louder</translation>
    </message>
    <message>
        <source>+  Perkuat suara</source>
        <translation>+  Make sound louder</translation>
    </message>
    <message>
        <source>Penelepon menekan: %1</source>
        <translation>The caller pressed: %1</translation>
    </message>
    <message>
        <source>ya</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>tidak</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Lewat tautan: %1</source>
        <translation>Through the link: %1</translation>
    </message>
    <message>
        <source>/  Kirim tautan lokasi lagi</source>
        <translation>/  Send the location link again</translation>
    </message>
    <message>
        <source>/  Kirim tautan lokasi (tanpa suara)</source>
        <translation>/  Send a location link (silent)</translation>
    </message>
    <message>
        <source>belum ada</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>Jawaban (1× ya, 2× tidak): %1</source>
        <translation>Answers (1× yes, 2× no): %1</translation>
    </message>
    <message>
        <source>▲ %1. Jangan ditutup; kirim bantuan (F7).</source>
        <translation>▲ %1. Do not hang up; send help (F7).</translation>
    </message>
    <message>
        <source>Ada tanda: %1. Jangan ditutup; buat tiket (F6), kirim bantuan (F7).</source>
        <translation>Signs: %1. Do not hang up; make a ticket (F6), send help (F7).</translation>
    </message>
    <message>
        <source>Prosedur lengkap: boleh Ghost (F10 lalu G).</source>
        <translation>Procedure complete: Ghost is allowed (F10, then G).</translation>
    </message>
    <message>
        <source>dan %1 lagi</source>
        <translation>and %1 more</translation>
    </message>
    <message>
        <source>belum dijawab: %1</source>
        <translation>not answered yet: %1</translation>
    </message>
    <message>
        <source>dengarkan %1 detik lagi</source>
        <translation>listen %1 s longer</translation>
    </message>
    <message>
        <source>Sebelum Ghost: %1.</source>
        <translation>Before Ghost: %1.</translation>
    </message>
    <message>
        <source>Ctrl+Enter  Kelas %1</source>
        <translation>Ctrl+Enter  Class %1</translation>
    </message>
    <message>
        <source>Ctrl+Enter  Buka tiket panggilan ini</source>
        <translation>Ctrl+Enter  Open this call&apos;s ticket</translation>
    </message>
    <message>
        <source>Ctrl+Enter  Buat tiket %1</source>
        <translation>Ctrl+Enter  Open ticket %1</translation>
    </message>
</context>
<context>
    <name>SilentPlace</name>
    <message>
        <source>✓ Sudah menjadi lokasi kejadian</source>
        <translation>✓ This is the incident&apos;s location</translation>
    </message>
    <message>
        <source>Enter  Jadikan lokasi kejadian</source>
        <translation>Enter  Make it the place of the incident</translation>
    </message>
    <message>
        <source>Terdekat: {places}</source>
        <translation>Nearest: {places}</translation>
    </message>
    <message>
        <source>Kejadian terbuka: {ticket} {what} {away}</source>
        <translation>Open incident: {ticket} {what} {away}</translation>
    </message>
    <message>
        <source>Pernah menelepon: {at} {kind}</source>
        <translation>Called before: {at} {kind}</translation>
    </message>
</context>
<context>
    <name>SimilarStrip</name>
    <message>
        <source>Gabung</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>Satu kejadian: tiket yang lebih muda masuk ke yang lebih tua. Ctrl+Z memisahkannya.</source>
        <translation>One incident: the younger ticket goes into the older one. Ctrl+Z takes them apart.</translation>
    </message>
    <message>
        <source>Bukan</source>
        <translation>Not this</translation>
    </message>
    <message>
        <source>Bukan kejadian yang sama: tidak ditawarkan lagi. Ctrl+Z mengembalikannya.</source>
        <translation>Not the same incident: not offered again. Ctrl+Z takes this back.</translation>
    </message>
    <message>
        <source>Yang paling mirip saja</source>
        <translation>Only the one most alike</translation>
    </message>
    <message>
        <source>Tampilkan semua yang mirip</source>
        <translation>Show all that are alike</translation>
    </message>
    <message>
        <source>panggilan tanpa tiket</source>
        <translation>call without ticket</translation>
    </message>
    <message>
        <source>Kaitkan ke sini</source>
        <translation>Link here</translation>
    </message>
    <message>
        <source>Kaitkan</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Buka</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>SlipDesk</name>
    <message>
        <source>slip %1 untuk %2</source>
        <translation>slip %1 for %2</translation>
    </message>
</context>
<context>
    <name>SlipSheet</name>
    <message>
        <source>Kejadian ini sudah ada di meja ini.</source>
        <translation>This desk has the incident already.</translation>
    </message>
    <message>
        <source>Buka (Enter)</source>
        <translation>Open (Enter)</translation>
    </message>
    <message>
        <source>Terima di meja ini (Enter)</source>
        <translation>Take it in here (Enter)</translation>
    </message>
    <message>
        <source>Berkas kode slip</source>
        <translation>File with a slip code</translation>
    </message>
    <message>
        <source>Slip dari meja lain</source>
        <translation>Slip of another desk</translation>
    </message>
    <message>
        <source>Pindai QR pada slip, atau tempel kodenya (Ctrl+V). Lihat isinya, lalu Enter.</source>
        <translation>Scan the QR on the slip, or paste its code (Ctrl+V). Look what it says, then Enter.</translation>
    </message>
    <message>
        <source>Kode slip</source>
        <translation>Slip code</translation>
    </message>
    <message>
        <source>Berkas…</source>
        <translation>File…</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>Otomatis (yang terbaik)</source>
        <translation>Automatic (the best)</translation>
    </message>
</context>
<context>
    <name>SoundTestPage</name>
    <message>
        <source>Uji gema: rekam dan dengar suara sendiri</source>
        <translation>Echo test: record and hear yourself</translation>
    </message>
    <message>
        <source>Uji putaran: cari nada di mikrofon</source>
        <translation>Loop test: find a tone in the microphone</translation>
    </message>
    <message>
        <source>Hentikan</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Tes</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Uji suara hanya bisa di luar panggilan.</source>
        <translation>Sound tests only outside a call.</translation>
    </message>
    <message>
        <source>Dosis suara telinga</source>
        <translation>Noise dose of the ear</translation>
    </message>
</context>
<context>
    <name>SourceSheet</name>
    <message>
        <source>{agency} sudah menangani (diterima oleh nama di atas)</source>
        <translation>{agency} is on it already (accepted by the name above)</translation>
    </message>
    <message>
        <source>✖ Pilih sumbernya dulu: satu angka.</source>
        <translation>✖ Choose the source first: one digit.</translation>
    </message>
    <message>
        <source>Laporan dari sumber lain</source>
        <translation>Report from another source</translation>
    </message>
    <message>
        <source>DARI MANA?</source>
        <translation>FROM WHERE?</translation>
    </message>
    <message>
        <source>PELAPOR ATAU PETUGAS, DAN NOMORNYA BILA ADA</source>
        <translation>REPORTER OR OFFICER, AND THE NUMBER IF ANY</translation>
    </message>
    <message>
        <source>contoh: Bripka Andi 0812 3456 7890</source>
        <translation>e.g. Officer Andi 0812 3456 7890</translation>
    </message>
    <message>
        <source>Angka: sumber · Enter: buka tiket, lalu tempat dan jenis di formulir · Esc: tutup</source>
        <translation>Digit: source · Enter: open the ticket, then place and type in the form · Esc: close</translation>
    </message>
</context>
<context>
    <name>StartFailureWindow</name>
    <message>
        <source>Meja tidak bisa dibuka</source>
        <translation>The desk cannot be opened</translation>
    </message>
    <message>
        <source>Apa yang terjadi</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>Yang tetap bekerja</source>
        <translation>What still works</translation>
    </message>
    <message>
        <source>Yang harus dilakukan</source>
        <translation>What to do next</translation>
    </message>
    <message>
        <source>Tutup  Esc</source>
        <translation>Close  Esc</translation>
    </message>
</context>
<context>
    <name>StateSheet</name>
    <message>
        <source>Alasan</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Batal (Esc)</source>
        <translation>Cancel (Esc)</translation>
    </message>
    <message>
        <source>Nomor rujukan (bila ada)</source>
        <translation>Reference number (if any)</translation>
    </message>
    <message>
        <source>Simpan (Enter)</source>
        <translation>Save (Enter)</translation>
    </message>
    <message>
        <source>Ubah status tiket</source>
        <translation>Change the ticket&apos;s state</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>LATIHAN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Atur</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Meja %1</source>
        <translation>Desk %1</translation>
    </message>
    <message>
        <source>Saluran</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>◌ Rekaman menunggu saluran</source>
        <translation>◌ Recording waits for the line</translation>
    </message>
    <message numerus="yes">
        <source>▲ %n rekaman menunggu disalin</source>
        <translation>
            <numerusform>▲ %n recording waits for its copy</numerusform>
            <numerusform>▲ %n recordings wait for their copy</numerusform>
        </translation>
    </message>
    <message>
        <source>● Rekaman siap</source>
        <translation>● Recording ready</translation>
    </message>
    <message>
        <source>● Rekaman</source>
        <translation>● Recording</translation>
    </message>
    <message>
        <source>✕ Rekaman gagal</source>
        <translation>✕ Recording failed</translation>
    </message>
    <message>
        <source>✕ Server lain</source>
        <translation>✕ Other server</translation>
    </message>
    <message>
        <source>◌ Headset</source>
        <translation>◌ Headset</translation>
    </message>
    <message>
        <source>▲ Mikrofon bisu</source>
        <translation>▲ Microphone muted</translation>
    </message>
    <message>
        <source>● Headset</source>
        <translation>● Headset</translation>
    </message>
    <message>
        <source>▲ Disk sisa %1 GB</source>
        <translation>▲ Disk: %1 GB left</translation>
    </message>
    <message numerus="yes">
        <source>%n peringatan</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
    <message>
        <source>Tanpa peringatan</source>
        <translation>No alerts</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>Tersimpan. Berlaku setelah meja dibuka lagi; panggilan tidak diputus karenanya.</source>
        <translation>Saved. It counts once the desk is opened again; no call is ended for it.</translation>
    </message>
    <message>
        <source>Nanti. Tidak ada yang ditulis.</source>
        <translation>Later. Nothing is written.</translation>
    </message>
    <message>
        <source>Belum diuji.</source>
        <translation>Not tested yet.</translation>
    </message>
    <message>
        <source>Seperti sekarang, tidak ditulis.</source>
        <translation>As it is now, not written.</translation>
    </message>
</context>
<context>
    <name>TargetSheet</name>
    <message>
        <source>Hubungi untuk penelepon</source>
        <translation>Call for the caller</translation>
    </message>
    <message>
        <source>instansi, meja atau nomor</source>
        <translation>agency, desk or number</translation>
    </message>
    <message>
        <source>Enter: bicara dulu, penelepon menunggu · Shift+Enter: alihkan langsung tanpa pengantar</source>
        <translation>Enter: speak first, the caller waits · Shift+Enter: send on without speaking</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Tidak tersambung</source>
        <translation>Not reached</translation>
    </message>
    <message>
        <source>Kirim ke {agency}</source>
        <translation>Send to {agency}</translation>
    </message>
    <message>
        <source>Belum dijawab. Berikutnya: {key} {way}.</source>
        <translation>No answer yet. Next: {key} {way}.</translation>
    </message>
    <message>
        <source>Eskalasi dalam {time}: {step}.</source>
        <translation>Escalation in {time}: {step}.</translation>
    </message>
    <message>
        <source>Akhir tangga: ketua regu sudah diberi tahu.</source>
        <translation>End of the ladder: the shift lead has been told.</translation>
    </message>
</context>
<context>
    <name>TextPane</name>
    <message>
        <source>Teks dengan penelepon  Ctrl+P</source>
        <translation>Text with the caller  Ctrl+P</translation>
    </message>
    <message>
        <source>Balas cepat: Ctrl+Shift+1…8</source>
        <translation>Quick replies: Ctrl+Shift+1…8</translation>
    </message>
    <message>
        <source>tulis, Enter kirim</source>
        <translation>write, Enter sends</translation>
    </message>
    <message>
        <source>Teks untuk penelepon</source>
        <translation>Text for the caller</translation>
    </message>
    <message>
        <source>Teks dengan penelepon</source>
        <translation>Text with the caller</translation>
    </message>
    <message>
        <source>Langsung</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Setiap huruf terkirim saat diketik</source>
        <translation>Every letter goes out as it is typed</translation>
    </message>
</context>
<context>
    <name>TicketRows</name>
    <message>
        <source>{ticket} LATIHAN</source>
        <translation>{ticket} TRAINING</translation>
    </message>
    <message>
        <source>(rahasia)</source>
        <translation>(confidential)</translation>
    </message>
</context>
<context>
    <name>TrackSheet</name>
    <message>
        <source>Berkas itu tidak ada, atau bukan GPX atau NMEA.</source>
        <translation>There is no such file, or it is no GPX or NMEA.</translation>
    </message>
    <message>
        <source>Folder itu tidak ada atau tidak boleh dibaca.</source>
        <translation>That folder does not exist or may not be read.</translation>
    </message>
    <message>
        <source>Pilih satu satuan dan satu berkas.</source>
        <translation>Choose one unit and one file.</translation>
    </message>
    <message>
        <source>Membaca berkas …</source>
        <translation>Reading the file …</translation>
    </message>
    <message>
        <source>Dibatalkan; posisi sebelumnya berlaku lagi.</source>
        <translation>Taken back; the position before counts again.</translation>
    </message>
    <message numerus="yes">
        <source>%n titik dibaca</source>
        <translation>
            <numerusform>%n point read</numerusform>
            <numerusform>%n points read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rusak dilewati</source>
        <translation>
            <numerusform>%n broken one skipped</numerusform>
            <numerusform>%n broken ones skipped</numerusform>
        </translation>
    </message>
    <message>
        <source>berkas tanpa waktu, dicatat sebagai sekarang</source>
        <translation>the file has no times, recorded as now</translation>
    </message>
    <message>
        <source>titik terakhir {time}, {age} lalu</source>
        <translation>last point {time}, {age} ago</translation>
    </message>
    <message>
        <source>Peran Anda belum boleh meletakkan satuan.</source>
        <translation>Your role may not place units.</translation>
    </message>
    <message>
        <source>Posisi satuan dari berkas</source>
        <translation>Position of a unit from a file</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Satuan yang diletakkan</source>
        <translation>Unit to place</translation>
    </message>
    <message>
        <source>Letakkan di titik terakhir  Enter</source>
        <translation>Place at the last point  Enter</translation>
    </message>
    <message>
        <source>Batalkan letak</source>
        <translation>Undo placing</translation>
    </message>
    <message>
        <source>folder atau berkas .gpx, .nmea</source>
        <translation>folder or file .gpx, .nmea</translation>
    </message>
    <message>
        <source>Berkas di folder ini</source>
        <translation>Files in this folder</translation>
    </message>
    <message>
        <source>Enter membuka folder atau membaca berkas · Backspace ke atas</source>
        <translation>Enter opens a folder or reads a file · Backspace goes up</translation>
    </message>
</context>
<context>
    <name>TriageStrip</name>
    <message>
        <source>TRIASE %1</source>
        <translation>TRIAGE %1</translation>
    </message>
    <message>
        <source>✓ semua pertanyaan terjawab</source>
        <translation>✓ all questions answered</translation>
    </message>
    <message>
        <source>Enter mengisi di formulir · ↑↓ pertanyaan lain · Esc kembali</source>
        <translation>Enter fills it in the form · ↑↓ other questions · Esc back</translation>
    </message>
    <message>
        <source>Y ya · T tidak · ? tidak tahu · ↑↓ pertanyaan lain · Esc kembali</source>
        <translation>Y yes · T no · ? unknown · ↑↓ other questions · Esc back</translation>
    </message>
    <message>
        <source>Ketik, lalu Enter · ? tidak tahu · ↑↓ pertanyaan lain · Esc kembali</source>
        <translation>Type, then Enter · ? unknown · ↑↓ other questions · Esc back</translation>
    </message>
    <message>
        <source>(naskah belum disahkan)</source>
        <translation>(draft, not approved yet)</translation>
    </message>
    <message>
        <source>Bacakan:</source>
        <translation>Read out:</translation>
    </message>
    <message>
        <source>■ Hentikan metronom</source>
        <translation>■ Stop the metronome</translation>
    </message>
    <message>
        <source>▶ Metronom %1/menit</source>
        <translation>▶ Metronome %1/min</translation>
    </message>
    <message>
        <source>Hanya petugas yang mendengar</source>
        <translation>Only the operator hears it</translation>
    </message>
    <message>
        <source>Pertanyaan triase</source>
        <translation>Triage questions</translation>
    </message>
</context>
<context>
    <name>TypeBox</name>
    <message>
        <source>Beberapa huruf: kebak, laka, KB01 …</source>
        <translation>A few letters: fire, road, KB01 …</translation>
    </message>
    <message>
        <source>JENIS KEJADIAN</source>
        <translation>INCIDENT TYPE</translation>
    </message>
    <message>
        <source>Jenis kejadian</source>
        <translation>Incident type</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
</context>
<context>
    <name>UnclassifiedPane</name>
    <message>
        <source>Semua panggilan sudah diklasifikasi.</source>
        <translation>Every call is classified.</translation>
    </message>
    <message>
        <source>Satu huruf mengklasifikasi · Enter buka</source>
        <translation>One letter classifies · Enter opens</translation>
    </message>
    <message>
        <source>Belum diklasifikasi</source>
        <translation>Not classified</translation>
    </message>
</context>
<context>
    <name>UnitBoard</name>
    <message>
        <source>Perangkat: {count} belum dikenal</source>
        <translation>Devices: {count} not known</translation>
    </message>
    <message>
        <source>Perangkat…</source>
        <translation>Devices…</translation>
    </message>
    <message>
        <source>Belum ada satuan terdaftar. Admin mengisinya di units.toml.</source>
        <translation>No unit registered yet. An admin fills them in in units.toml.</translation>
    </message>
    <message>
        <source>Tidak ada satuan yang cocok.</source>
        <translation>No unit matches.</translation>
    </message>
    <message>
        <source>Saring: satuan, instansi, status</source>
        <translation>Filter: unit, agency, state</translation>
    </message>
    <message>
        <source>Semua posisi</source>
        <translation>All positions</translation>
    </message>
    <message>
        <source>Posisi basi</source>
        <translation>Stale position</translation>
    </message>
    <message>
        <source>Tanpa posisi</source>
        <translation>No position</translation>
    </message>
    <message>
        <source>Satuan menurut posisinya</source>
        <translation>Units by their position</translation>
    </message>
    <message>
        <source>Saringan papan satuan</source>
        <translation>Filter of the unit board</translation>
    </message>
    <message>
        <source>Semua satuan</source>
        <translation>All units</translation>
    </message>
    <message>
        <source>Ponsel dan pelacak, dan satuan pemiliknya (Ctrl+Shift+U)</source>
        <translation>Telephones and trackers, and whose they are (Ctrl+Shift+U)</translation>
    </message>
</context>
<context>
    <name>UnitDesk</name>
    <message>
        <source>Pilih satuan dulu: klik di peta atau di papan satuan.</source>
        <translation>Choose a unit first: click it on the map or on the board of units.</translation>
    </message>
    <message>
        <source>Klik tempat satuan di peta, atau geser peta lalu Spasi. Esc: batal.</source>
        <translation>Click where the unit is, or move the map and press Space. Esc: cancel.</translation>
    </message>
    <message>
        <source>{unit} belum punya posisi. Alt+G meletakkannya.</source>
        <translation>{unit} has no position yet. Alt+G places it.</translation>
    </message>
    <message>
        <source>Posisi satuan dicatat. Batalkan: Alt+Shift+G.</source>
        <translation>The unit&apos;s position is noted. Take back: Alt+Shift+G.</translation>
    </message>
    <message>
        <source>Penempatan dibatalkan; posisi sebelumnya berlaku lagi.</source>
        <translation>The placing is taken back; the position before it holds again.</translation>
    </message>
    <message>
        <source>Ikuti</source>
        <translation>Follow</translation>
    </message>
    <message>
        <source>Peta mengikuti satuan ini</source>
        <translation>The map follows this unit</translation>
    </message>
    <message>
        <source>Letakkan satuan dengan tangan, atau seret tandanya di peta</source>
        <translation>Place the unit by hand, or drag its mark on the map</translation>
    </message>
    <message>
        <source>Letakkan</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Batalkan letak</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>Berkas…</source>
        <translation>File…</translation>
    </message>
    <message>
        <source>Letakkan di titik terakhir berkas GPX atau NMEA</source>
        <translation>Place at the last point of a GPX or NMEA file</translation>
    </message>
    <message>
        <source>Posisi sebelumnya berlaku lagi</source>
        <translation>The position of before counts again</translation>
    </message>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Tutup baris satuan</source>
        <translation>Close the unit&apos;s line</translation>
    </message>
</context>
<context>
    <name>UnitFeeder</name>
    <message>
        <source>Jalur 10 menit terakhir</source>
        <translation>Way of the last 10 minutes</translation>
    </message>
</context>
<context>
    <name>UnitModel</name>
    <message>
        <source>(basi)</source>
        <translation>(stale)</translation>
    </message>
    <message>
        <source>Instansi</source>
        <translation>Agency</translation>
    </message>
    <message>
        <source>Jarak</source>
        <translation>Distance</translation>
    </message>
    <message>
        <source>Posisi</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>Via</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>baru</source>
        <translation>now</translation>
    </message>
    <message>
        <source>tidak ada</source>
        <translation>none</translation>
    </message>
    <message>
        <source>{hours} jam</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{minutes} mnt</source>
        <translation>{minutes} min</translation>
    </message>
</context>
<context>
    <name>UnitWords</name>
    <message>
        <source>tanpa posisi</source>
        <translation>no position</translation>
    </message>
    <message>
        <source>{count} dtk</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} mnt</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} jam</source>
        <translation>{count} h</translation>
    </message>
    <message numerus="yes">
        <source>%n hari</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message>
        <source>{speed} km/j</source>
        <translation>{speed} km/h</translation>
    </message>
    <message>
        <source>(basi)</source>
        <translation>(stale)</translation>
    </message>
    <message>
        <source>melompat, diragukan</source>
        <translation>jumped, doubtful</translation>
    </message>
</context>
<context>
    <name>UnitsBox</name>
    <message>
        <source>Belum ada satuan terdaftar. Admin mengisinya di units.toml.</source>
        <translation>No unit registered yet. An admin fills them in in units.toml.</translation>
    </message>
    <message>
        <source>Enter: kirim {unit} ({agency})</source>
        <translation>Enter: send {unit} ({agency})</translation>
    </message>
    <message>
        <source>Lepas dari tiket</source>
        <translation>Release from ticket</translation>
    </message>
    <message>
        <source>SATUAN</source>
        <translation>UNITS</translation>
    </message>
    <message>
        <source>Satuan, terdekat dan bebas lebih dulu</source>
        <translation>Units, nearest and free first</translation>
    </message>
    <message>
        <source>{unit}: bertugas di tiket ini</source>
        <translation>{unit}: on this ticket</translation>
    </message>
</context>
<context>
    <name>VersionSheet</name>
    <message>
        <source>Versi program</source>
        <translation>Versions of the program</translation>
    </message>
    <message>
        <source>Terpasang: {version}.</source>
        <translation>Installed: {version}.</translation>
    </message>
    <message>
        <source>Versi sebelumnya: {version}.</source>
        <translation>Previous version: {version}.</translation>
    </message>
    <message>
        <source>Siap dipasang: {version}</source>
        <translation>Ready to be installed: {version}</translation>
    </message>
    <message>
        <source>Tidak ada pembaruan yang menunggu.</source>
        <translation>No update is waiting.</translation>
    </message>
    <message>
        <source>Versi ini mengubah bentuk jurnal: setelah meja dibuka dengannya, tidak ada jalan kembali ke versi sebelumnya.</source>
        <translation>This version changes the form of the journal: once the desk was opened with it, there is no way back to the previous one.</translation>
    </message>
    <message>
        <source>Batal pasang  P</source>
        <translation>Do not install  P</translation>
    </message>
    <message>
        <source>Pasang saat tidak bertugas  P</source>
        <translation>Install when off duty  P</translation>
    </message>
    <message>
        <source>Batal kembali  K</source>
        <translation>Do not go back  K</translation>
    </message>
    <message>
        <source>Kembali ke versi {version}  K</source>
        <translation>Back to version {version}  K</translation>
    </message>
    <message>
        <source>Dipasang begitu petugas meninggalkan meja (Ctrl+Shift+K) atau meja ditutup, dan tidak ada panggilan.</source>
        <translation>Installed as soon as the operator leaves the desk (Ctrl+Shift+K) or the desk is closed, and no call is live.</translation>
    </message>
    <message>
        <source>Dalam satu menit meja menutup, kembali ke versi sebelumnya dan terbuka lagi sendiri. Bila ada panggilan, meja tetap terbuka dan ini dibatalkan.</source>
        <translation>Within a minute the desk closes, goes back to the previous version and opens again by itself. If a call is live, the desk stays open and this is cancelled.</translation>
    </message>
</context>
<context>
    <name>VersionViewModel</name>
    <message>
        <source>Ctrl+Shift+Q: rincian</source>
        <translation>Ctrl+Shift+Q: details</translation>
    </message>
    <message>
        <source>Meja akan ditutup untuk kembali ke versi {version}.</source>
        <translation>The desk will close to go back to version {version}.</translation>
    </message>
    <message>
        <source>Pembaruan {version} dipasang begitu tidak ada yang bertugas di meja ini.</source>
        <translation>Update {version} will be installed as soon as nobody is on duty at this desk.</translation>
    </message>
    <message>
        <source>Pembaruan {version} siap dipasang.</source>
        <translation>Update {version} is ready to be installed.</translation>
    </message>
    <message>
        <source>Versi {version} terpasang. Sebelumnya {old}.</source>
        <translation>Version {version} is installed. Before it: {old}.</translation>
    </message>
    <message>
        <source>Kembali ke versi {version}. Sebelumnya {old}.</source>
        <translation>Back at version {version}. Before it: {old}.</translation>
    </message>
    <message>
        <source>Versi {version} tidak jadi dipasang; {old} tetap dipakai. Sebab: {why}</source>
        <translation>Version {version} was not installed; {old} stays in use. Reason: {why}</translation>
    </message>
    <message>
        <source>Pemasangan versi {version} terputus; {old} tetap dipakai.</source>
        <translation>The installation of version {version} was cut off; {old} stays in use.</translation>
    </message>
</context>
<context>
    <name>WaitingTabs</name>
    <message>
        <source>Hubungi balik</source>
        <translation>Call back</translation>
    </message>
    <message>
        <source>Tanpa kelas</source>
        <translation>Unclassified</translation>
    </message>
    <message>
        <source>Peringatan</source>
        <translation>Alerts</translation>
    </message>
</context>
<context>
    <name>WaveformView</name>
    <message>
        <source>Penelepon</source>
        <translation>Caller</translation>
    </message>
    <message>
        <source>Petugas</source>
        <translation>Operator</translation>
    </message>
</context>
<context>
    <name>WeatherBanner</name>
    <message>
        <source>{count} lagi di {key}</source>
        <translation>{count} more: {key}</translation>
    </message>
    <message>
        <source>isi: {key}</source>
        <translation>text: {key}</translation>
    </message>
    <message>
        <source>Sembunyikan</source>
        <translation>Hide</translation>
    </message>
</context>
<context>
    <name>WeatherModel</name>
    <message>
        <source>Tingkat</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>Peringatan</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Kecamatan</source>
        <translation>Kecamatan</translation>
    </message>
    <message>
        <source>Berlaku</source>
        <translation>Holds</translation>
    </message>
    <message>
        <source>Asal</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Berkas, dengan tangan</source>
        <translation>File, by hand</translation>
    </message>
    <message>
        <source>Daftar</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
</context>
<context>
    <name>WeatherSheet</name>
    <message>
        <source>Sembunyikan pita</source>
        <translation>Hide the band</translation>
    </message>
    <message>
        <source>Tampilkan pita lagi</source>
        <translation>Show the band again</translation>
    </message>
    <message>
        <source>Meja ini tidak mengambil peringatan cuaca sendiri (weather.toml). Berkas CAP bisa diambil dengan tangan.</source>
        <translation>This desk fetches no weather warnings by itself (weather.toml). A CAP file can be taken by hand.</translation>
    </message>
    <message>
        <source>Belum ada jawaban dari sumbernya. Ini belum berarti tidak ada peringatan.</source>
        <translation>The source has not answered. That does not mean that there is no warning.</translation>
    </message>
    <message>
        <source>Tidak ada peringatan cuaca yang berlaku di kabupaten ini.</source>
        <translation>No weather warning holds in this regency.</translation>
    </message>
    <message>
        <source>Sumber data: {credit}.</source>
        <translation>Source of the data: {credit}.</translation>
    </message>
    <message>
        <source>Berkas CAP</source>
        <translation>CAP file</translation>
    </message>
    <message>
        <source>Peringatan cuaca</source>
        <translation>Weather warnings</translation>
    </message>
    <message>
        <source>Peringatan cuaca, yang terberat lebih dulu</source>
        <translation>Weather warnings, the worst first</translation>
    </message>
    <message>
        <source>Isi peringatan</source>
        <translation>Text of the warning</translation>
    </message>
    <message>
        <source>Ambil berkas CAP …</source>
        <translation>Take a CAP file …</translation>
    </message>
</context>
<context>
    <name>WeatherViewModel</name>
    <message>
        <source>Peringatan cuaca ditampilkan. Hanya di meja ini, sampai berakhir.</source>
        <translation>The weather warning is shown. At this desk only, until its end.</translation>
    </message>
    <message>
        <source>Peringatan ini tidak menyentuh kabupaten; tidak ditampilkan.</source>
        <translation>This warning does not touch the regency; it is not shown.</translation>
    </message>
    <message>
        <source>Peringatan ini sudah berakhir atau sudah diganti; tidak ditampilkan.</source>
        <translation>This warning is over or was replaced; it is not shown.</translation>
    </message>
    <message>
        <source>Pembatalan diterima: peringatan yang dibatalkan sudah hilang.</source>
        <translation>Cancellation taken: the cancelled warning is gone.</translation>
    </message>
    <message>
        <source>Pembatalan diterima; peringatannya tidak ada di meja ini.</source>
        <translation>Cancellation taken; this desk does not have its warning.</translation>
    </message>
    <message>
        <source>Peringatan ini sudah ditampilkan.</source>
        <translation>This warning is shown already.</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Tulis huruf meja, lalu Enter. Contoh: B, atau B bisik.</source>
        <translation>Type the desk&apos;s letter, then Enter. Example: B, or B bisik (whisper).</translation>
    </message>
    <message>
        <source>Tulis alasan meja tidak diuji, lalu Enter.</source>
        <translation>Write why the desk is not tested, then Enter.</translation>
    </message>
    <message>
        <source>Tidak ada server lain yang menjawab.</source>
        <translation>No other server answers.</translation>
    </message>
    <message>
        <source>Tidak ada nomor yang bisa ditelusuri.</source>
        <translation>There is no number to look up.</translation>
    </message>
    <message>
        <source>Belum ada rekaman yang selesai. Panggilan lain: Cari (Ctrl+F), lalu G.</source>
        <translation>No finished recording yet. Other calls: Search (Ctrl+F), then G.</translation>
    </message>
    <message>
        <source>Tidak ada panggilan yang bisa disimpan jejaknya.</source>
        <translation>There is no call whose trace could be saved.</translation>
    </message>
    <message>
        <source>Jejak SIP disimpan: %1 (.txt dan .pcapng). Isinya nomor penelepon; simpan baik-baik.</source>
        <translation>SIP trace saved: %1 (.txt and .pcapng). It holds the caller&apos;s number; keep it safe.</translation>
    </message>
    <message>
        <source>Tulis alasan jeda, lalu Enter.</source>
        <translation>Write the reason for the pause, then Enter.</translation>
    </message>
</context>
<context>
    <name>WordsSheet</name>
    <message>
        <source>Batal (Esc)</source>
        <translation>Cancel (Esc)</translation>
    </message>
    <message>
        <source>Simpan (Enter)</source>
        <translation>Save (Enter)</translation>
    </message>
    <message>
        <source>Ya, tetap (Enter)</source>
        <translation>Yes, do it anyway (Enter)</translation>
    </message>
    <message>
        <source>✖ Harus diisi: tanpa nama atau alasan tidak dicatat.</source>
        <translation>✖ Required: without a name or reason it is not recorded.</translation>
    </message>
</context>
<context>
    <name>WriteRow</name>
    <message>
        <source>Tulis pengumuman, Enter mengirim</source>
        <translation>Write an announcement, Enter sends it</translation>
    </message>
    <message>
        <source>Isi pengumuman</source>
        <translation>Text of the announcement</translation>
    </message>
    <message>
        <source>Kirim</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Untuk</source>
        <translation>For</translation>
    </message>
    <message>
        <source>Tingkat</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>Berlaku</source>
        <translation>Lasts</translation>
    </message>
    <message>
        <source>{hours} jam</source>
        <translation>{hours} h</translation>
    </message>
</context>
<context>
    <name>_Options</name>
    <message>
        <source>sumber data (tertulis di peta; OSM sudah dikenal)</source>
        <translation>source of the data (stands on the map; OSM is known)</translation>
    </message>
    <message>
        <source>tanggal, 2026-11-01</source>
        <translation>date, 2026-11-01</translation>
    </message>
    <message>
        <source>proyeksi bila .prj hilang</source>
        <translation>projection if no .prj</translation>
    </message>
    <message>
        <source>tambah ke peta yang ada</source>
        <translation>add to the map of now</translation>
    </message>
    <message>
        <source>Impor</source>
        <translation>Import</translation>
    </message>
</context>
<context>
    <name>advice</name>
    <message>
        <source>darat</source>
        <translation>by road</translation>
    </message>
    <message>
        <source>air</source>
        <translation>by water</translation>
    </message>
    <message>
        <source>darat dan air</source>
        <translation>by road and water</translation>
    </message>
    <message>
        <source>bertugas di {detail}</source>
        <translation>at work on {detail}</translation>
    </message>
    <message>
        <source>sedang bertugas</source>
        <translation>at work</translation>
    </message>
    <message>
        <source>tidak siap: {detail}</source>
        <translation>out of service: {detail}</translation>
    </message>
    <message>
        <source>tidak siap</source>
        <translation>out of service</translation>
    </message>
    <message>
        <source>awaknya sendiri dalam bahaya</source>
        <translation>its own crew is in danger</translation>
    </message>
    <message>
        <source>bukan untuk kejadian ini</source>
        <translation>not for this kind of incident</translation>
    </message>
    <message>
        <source>posisinya tidak diketahui</source>
        <translation>its position is unknown</translation>
    </message>
    <message>
        <source>tidak ada jalan darat ke sana</source>
        <translation>no road leads there</translation>
    </message>
    <message>
        <source>tidak ada jalan air ke sana</source>
        <translation>no waterway leads there</translation>
    </message>
    <message>
        <source>tidak ada jalan ke sana</source>
        <translation>no way leads there</translation>
    </message>
    <message>
        <source>terputus: jalannya ditutup</source>
        <translation>cut off: the road is closed</translation>
    </message>
    <message>
        <source>terputus: dermaga tidak bisa dipakai saat surut</source>
        <translation>cut off: no jetty can be used at low water</translation>
    </message>
    <message>
        <source>Paling cepat sampai di antara {who} yang bebas: {distance} lewat {way}{more}.</source>
        <translation>First to arrive of the free {who}: {distance} {way}{more}.</translation>
    </message>
    <message>
        <source>Bebas, {who}: {distance} lewat {way}{more}.</source>
        <translation>Free ({who}): {distance} {way}{more}.</translation>
    </message>
    <message>
        <source>, berganti di {jetty}</source>
        <translation>, changing at {jetty}</translation>
    </message>
    <message>
        <source>, berganti di dermaga</source>
        <translation>, changing at a jetty</translation>
    </message>
    <message>
        <source>, perkiraan dari garis lurus</source>
        <translation>, estimated from a straight line</translation>
    </message>
    <message>
        <source>, peta tidak mengenal jalannya: tanyakan dulu</source>
        <translation>, the map knows no way for it: ask first</translation>
    </message>
    <message>
        <source>, posisinya sudah lama</source>
        <translation>, its position is old</translation>
    </message>
    <message>
        <source>satuan</source>
        <translation>units</translation>
    </message>
    <message>
        <source>satuan {can}</source>
        <translation>units for {can}</translation>
    </message>
    <message>
        <source>Di peta: {line}.</source>
        <translation>On the map: {line}.</translation>
    </message>
    <message>
        <source>Tidak ada jalur yang dikenal.</source>
        <translation>No way is known.</translation>
    </message>
    <message>
        <source>Tidak disarankan: {why}.</source>
        <translation>Not advised: {why}.</translation>
    </message>
    <message>
        <source>naik</source>
        <translation>rising</translation>
    </message>
    <message>
        <source>turun</source>
        <translation>falling</translation>
    </message>
    <message>
        <source>tetap</source>
        <translation>steady</translation>
    </message>
    <message>
        <source>Air {level} m {trend} ({station})</source>
        <translation>Water {level} m {trend} ({station})</translation>
    </message>
    <message>
        <source>Air {level} m {trend}, saat tiba {then} m ({station})</source>
        <translation>Water {level} m {trend}, {then} m on arrival ({station})</translation>
    </message>
    <message>
        <source>✓ {name}: bisa dipakai</source>
        <translation>✓ {name}: usable</translation>
    </message>
    <message>
        <source>✗ {name}: tidak bisa dipakai</source>
        <translation>✗ {name}: not usable</translation>
    </message>
    <message>
        <source>✓ {name}: sekarang belum, saat tiba bisa dipakai</source>
        <translation>✓ {name}: not yet, usable on arrival</translation>
    </message>
    <message>
        <source>✗ {name}: sekarang bisa, saat tiba tidak lagi</source>
        <translation>✗ {name}: usable now, not on arrival</translation>
    </message>
    <message>
        <source>{low}–{high} mnt</source>
        <translation>{low}–{high} min</translation>
    </message>
    <message>
        <source>{low}–{high} jam</source>
        <translation>{low}–{high} h</translation>
    </message>
    <message>
        <source>Terjangkau {minutes} menit</source>
        <translation>Reached in {minutes} min</translation>
    </message>
    <message>
        <source>Jalur darat satuan</source>
        <translation>A unit&apos;s way by road</translation>
    </message>
    <message>
        <source>Jalur air satuan</source>
        <translation>A unit&apos;s way by water</translation>
    </message>
    <message>
        <source>Perkiraan, garis lurus</source>
        <translation>Estimate, straight line</translation>
    </message>
    <message>
        <source>Bisa dipakai sekarang</source>
        <translation>Usable now</translation>
    </message>
    <message>
        <source>Tidak bisa dipakai sekarang</source>
        <translation>Not usable now</translation>
    </message>
</context>
<context>
    <name>announcements</name>
    <message>
        <source>Meja {desk}</source>
        <translation>Desk {desk}</translation>
    </message>
    <message>
        <source>Dibaca: {who}</source>
        <translation>Read by: {who}</translation>
    </message>
    <message>
        <source>Belum: {desks}</source>
        <translation>Not yet: {desks}</translation>
    </message>
    <message>
        <source>Belum dibaca siapa pun</source>
        <translation>Nobody has read it yet</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>Ambil panggilan ditahan ke-{number}</source>
        <translation>Take held call {number}</translation>
    </message>
    <message>
        <source>Atur ulang tata letak</source>
        <translation>Reset layout</translation>
    </message>
    <message>
        <source>Bahasa Indonesia / Inggris</source>
        <translation>Language: Indonesian / English</translation>
    </message>
    <message>
        <source>Versi program: pembaruan, kembali ke versi sebelumnya</source>
        <translation>Versions of the program: updates, back to the previous one</translation>
    </message>
    <message>
        <source>Baris perintah</source>
        <translation>Command line</translation>
    </message>
    <message>
        <source>Batalkan langkah terakhir</source>
        <translation>Undo last step</translation>
    </message>
    <message>
        <source>Alihkan dan konferensi</source>
        <translation>Transfer and conference</translation>
    </message>
    <message>
        <source>Hubungi untuk penelepon (daftar)</source>
        <translation>Call for the caller (list)</translation>
    </message>
    <message>
        <source>instansi atau nomor</source>
        <translation>agency or number</translation>
    </message>
    <message>
        <source>Gabung: semua saling mendengar</source>
        <translation>Join: everybody hears everybody</translation>
    </message>
    <message>
        <source>Ganti: bicara dengan pihak lain</source>
        <translation>Swap: speak with the other side</translation>
    </message>
    <message>
        <source>Ke daftar pihak (bisukan, lepas)</source>
        <translation>To the list of parties (mute, drop)</translation>
    </message>
    <message>
        <source>Telepon lagi nomor terakhir</source>
        <translation>Dial the last number again</translation>
    </message>
    <message>
        <source>Dampingi meja … (ketua regu)</source>
        <translation>Supervise desk … (shift lead)</translation>
    </message>
    <message>
        <source>huruf meja, dengar/bisik/ikut</source>
        <translation>desk letter, dengar/bisik/ikut (listen/whisper/barge)</translation>
    </message>
    <message>
        <source>Mendampingi: dengar</source>
        <translation>Supervise: listen</translation>
    </message>
    <message>
        <source>Mendampingi: ikut bicara</source>
        <translation>Supervise: barge in</translation>
    </message>
    <message>
        <source>Papan regu (meja, petugas, pemilik kejadian)</source>
        <translation>Supervision board (desks, people, owners)</translation>
    </message>
    <message>
        <source>Limpahkan kejadian ke meja atau petugas</source>
        <translation>Pass an incident on to a desk or person</translation>
    </message>
    <message>
        <source>meja atau petugas, alasan</source>
        <translation>desk or person, reason</translation>
    </message>
    <message>
        <source>Ambil alih kejadian</source>
        <translation>Take an incident over</translation>
    </message>
    <message>
        <source>Tiket baru dengan isian</source>
        <translation>New ticket with its fields</translation>
    </message>
    <message>
        <source>jenis @tempat !prioritas /catatan</source>
        <translation>type @place !priority /note</translation>
    </message>
    <message>
        <source>Isi tiket di formulir</source>
        <translation>Fill in the ticket in the form</translation>
    </message>
    <message>
        <source>Catat laporan satuan</source>
        <translation>Note what a unit reports</translation>
    </message>
    <message>
        <source>satuan, keadaan</source>
        <translation>unit, state</translation>
    </message>
    <message>
        <source>Gabung tiket di formulir dengan tiket lain</source>
        <translation>Merge the ticket in the form with another one</translation>
    </message>
    <message>
        <source>nomor tiket</source>
        <translation>ticket number</translation>
    </message>
    <message>
        <source>Kaitkan tiket di formulir dengan tiket lain</source>
        <translation>Link the ticket in the form with another one</translation>
    </message>
    <message>
        <source>Pisahkan panggilan terakhir menjadi tiket baru</source>
        <translation>Split the last call off into a new ticket</translation>
    </message>
    <message>
        <source>Laporan kejadian (PDF) tiket di formulir</source>
        <translation>Incident report (PDF) of the ticket in the form</translation>
    </message>
    <message>
        <source>Cetak laporan tiket di formulir…</source>
        <translation>Print the report of the ticket in the form…</translation>
    </message>
    <message>
        <source>Tiket di formulir sebagai EIDO (JSON)</source>
        <translation>The ticket in the form as EIDO (JSON)</translation>
    </message>
    <message>
        <source>Tugaskan satuan ke tiket di formulir</source>
        <translation>Assign a unit to the ticket in the form</translation>
    </message>
    <message>
        <source>Masuk / ganti petugas</source>
        <translation>Sign on / change of person</translation>
    </message>
    <message>
        <source>Bekerja tanpa login (darurat)</source>
        <translation>Work without a login (emergency)</translation>
    </message>
    <message>
        <source>Selesai dinas: tinggalkan meja</source>
        <translation>Sign off: leave the desk</translation>
    </message>
    <message>
        <source>Peran sementara / kembalikan (ketua regu)</source>
        <translation>Role for a while / give it back (shift lead)</translation>
    </message>
    <message>
        <source>Uji meja awal dinas (20 detik)</source>
        <translation>Shift-start self-test of the desk (20 seconds)</translation>
    </message>
    <message>
        <source>Lewati uji meja, dengan alasan</source>
        <translation>Skip the self-test, with a reason</translation>
    </message>
    <message>
        <source>Periksa meja: perangkat, saluran, sekretariat, disk</source>
        <translation>Examine the desk: devices, line, secretariat, disk</translation>
    </message>
    <message>
        <source>Server lain menjawab: sahkan ruangnya</source>
        <translation>Another server answers: accept its room</translation>
    </message>
    <message>
        <source>Bisukan mikrofon</source>
        <translation>Mute microphone</translation>
    </message>
    <message>
        <source>Hubungi balik penelepon ini / yang teratas</source>
        <translation>Call back this caller / the first in the list</translation>
    </message>
    <message>
        <source>Tulis teks ke penelepon</source>
        <translation>Write to the caller</translation>
    </message>
    <message>
        <source>Kirim tautan lokasi ke penelepon</source>
        <translation>Send the caller a location link</translation>
    </message>
    <message>
        <source>sms, wa atau salin</source>
        <translation>sms, wa or salin (copy)</translation>
    </message>
    <message>
        <source>detik</source>
        <translation>seconds</translation>
    </message>
    <message>
        <source>Ulangan: mundur 5 detik</source>
        <translation>Replay: 5 seconds back</translation>
    </message>
    <message>
        <source>Ulangan: maju 5 detik</source>
        <translation>Replay: 5 seconds on</translation>
    </message>
    <message>
        <source>Ulangan: pelan 0,8× / biasa</source>
        <translation>Replay: slower 0.8× / normal</translation>
    </message>
    <message>
        <source>Gelombang rekaman panggilan ini</source>
        <translation>Waveform of this call&apos;s recording</translation>
    </message>
    <message>
        <source>Pelankan dering (30 detik)</source>
        <translation>Quieten the ringing (30 seconds)</translation>
    </message>
    <message>
        <source>Riwayat nomor ini</source>
        <translation>History of this number</translation>
    </message>
    <message>
        <source>Simpan jejak SIP (untuk TI; hasil cari: J)</source>
        <translation>Save SIP trace (for IT; search results: J)</translation>
    </message>
    <message>
        <source>Cari tiket dan panggilan</source>
        <translation>Search tickets and calls</translation>
    </message>
    <message>
        <source>Data peta: impor, ganti, hapus</source>
        <translation>Map data: import, replace, remove</translation>
    </message>
    <message>
        <source>Konflik antara meja</source>
        <translation>Conflicts between desks</translation>
    </message>
    <message>
        <source>Daftar peringatan</source>
        <translation>Alert list</translation>
    </message>
    <message>
        <source>Pengumuman: daftar dan tulis</source>
        <translation>Announcements: list and write</translation>
    </message>
    <message>
        <source>Pengumuman sudah saya baca</source>
        <translation>I have read the announcement</translation>
    </message>
    <message>
        <source>Spasi</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>ketik: {word}</source>
        <translation>type: {word}</translation>
    </message>
    <message>
        <source>Jawab</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>Jeda / siap lagi</source>
        <translation>Pause / available again</translation>
    </message>
    <message>
        <source>Ke antrean</source>
        <translation>Go to the queue</translation>
    </message>
    <message>
        <source>Ke daftar belum diklasifikasi</source>
        <translation>Go to unclassified calls</translation>
    </message>
    <message>
        <source>Ke daftar hubungi balik</source>
        <translation>Go to the call-back list</translation>
    </message>
    <message>
        <source>Kirim ke instansi</source>
        <translation>Send to agencies</translation>
    </message>
    <message>
        <source>Kirim nada tombol</source>
        <translation>Send telephone keys</translation>
    </message>
    <message>
        <source>Klasifikasi (lalu satu huruf)</source>
        <translation>Classify (then one letter)</translation>
    </message>
    <message>
        <source>Meja</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Panggilan</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Papan (tiket, satuan, instansi)</source>
        <translation>Boards (tickets, units, agencies)</translation>
    </message>
    <message>
        <source>Pengaturan</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Prosedur senyap</source>
        <translation>Silent procedure</translation>
    </message>
    <message>
        <source>Dengar ulang 60 detik / kembali</source>
        <translation>Hear the last 60 s again / back</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>Tahan / lanjutkan</source>
        <translation>Hold / resume</translation>
    </message>
    <message>
        <source>Tampilan</source>
        <translation>View</translation>
    </message>
    <message>
        <source>Tandai peringatan terlihat</source>
        <translation>Acknowledge alert</translation>
    </message>
    <message>
        <source>Telepon keluar</source>
        <translation>Outbound call</translation>
    </message>
    <message>
        <source>Tema terang / gelap</source>
        <translation>Theme: light / dark</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Tiket baru / ke formulir</source>
        <translation>New ticket / go to the form</translation>
    </message>
    <message>
        <source>instansi, instansi</source>
        <translation>agency, agency</translation>
    </message>
    <message>
        <source>Pertanyaan triase (lalu Y, T, ? atau angka)</source>
        <translation>Triage questions (then Y, T, ? or digits)</translation>
    </message>
    <message>
        <source>Metronom pijat jantung (hanya petugas mendengar)</source>
        <translation>Metronome for chest compressions (only the operator hears it)</translation>
    </message>
    <message>
        <source>Peringatan cuaca: daftar, ambil berkas</source>
        <translation>Weather warnings: list, take a file</translation>
    </message>
    <message>
        <source>berkas CAP</source>
        <translation>CAP file</translation>
    </message>
    <message>
        <source>Semua perintah dan tombolnya</source>
        <translation>All commands and their keys</translation>
    </message>
    <message>
        <source>Semua tombol sebagai PDF (A4) untuk dicetak</source>
        <translation>All keys as a PDF (A4) to print</translation>
    </message>
    <message>
        <source>Menyiapkan meja ini (huruf, database, telepon, headset, peta)</source>
        <translation>Set up this desk (letter, database, telephone, headset, map)</translation>
    </message>
    <message>
        <source>Daftar pusat layanan dan akun SIP: lihat, ubah</source>
        <translation>Lists of the centre and SIP accounts: see, change</translation>
    </message>
    <message>
        <source>Semua setelan: cari, arti, ubah</source>
        <translation>All settings: search, meaning, change</translation>
    </message>
    <message>
        <source>Tutup jendela</source>
        <translation>Close window</translation>
    </message>
    <message>
        <source>Tutup telepon</source>
        <translation>Hang up</translation>
    </message>
    <message>
        <source>Hubungi instansi atau meja ke-{number}</source>
        <translation>Call agency or desk {number}</translation>
    </message>
    <message>
        <source>Serahkan dan keluar dari percakapan</source>
        <translation>Hand over and leave the conversation</translation>
    </message>
    <message>
        <source>alasan</source>
        <translation>reason</translation>
    </message>
    <message>
        <source>Kembali ke penelepon</source>
        <translation>Back to the caller</translation>
    </message>
    <message>
        <source>Mendampingi: bisik ke petugas</source>
        <translation>Supervise: whisper to the call taker</translation>
    </message>
    <message>
        <source>huruf</source>
        <translation>letter</translation>
    </message>
    <message>
        <source>nomor</source>
        <translation>number</translation>
    </message>
    <message>
        <source>teks</source>
        <translation>text</translation>
    </message>
    <message>
        <source>tombol</source>
        <translation>keys</translation>
    </message>
    <message>
        <source>Tunjuk lokasi tiket di peta</source>
        <translation>Point at the place of the ticket on the map</translation>
    </message>
    <message>
        <source>Tambah objek di peta</source>
        <translation>Add a feature on the map</translation>
    </message>
    <message>
        <source>jenis</source>
        <translation>kind</translation>
    </message>
    <message>
        <source>Daftar objek peta</source>
        <translation>List of map features</translation>
    </message>
    <message>
        <source>nama</source>
        <translation>name</translation>
    </message>
    <message>
        <source>Zona bahaya di tiket ini</source>
        <translation>Danger area at this ticket</translation>
    </message>
    <message>
        <source>meter</source>
        <translation>metres</translation>
    </message>
    <message>
        <source>Jalan ditutup untuk tiket ini</source>
        <translation>Closed road for this ticket</translation>
    </message>
    <message>
        <source>Hapus objek tiket yang sudah selesai</source>
        <translation>Remove what ended tickets left</translation>
    </message>
    <message>
        <source>Biarkan objek tiket yang sudah selesai</source>
        <translation>Leave what ended tickets left</translation>
    </message>
    <message>
        <source>Urungkan di peta</source>
        <translation>Undo on the map</translation>
    </message>
    <message>
        <source>Kirim satuan yang disarankan</source>
        <translation>Send the advised unit</translation>
    </message>
    <message>
        <source>Jangkauan satuan (5, 10, 15, 30 menit)</source>
        <translation>Reach of a unit (5, 10, 15, 30 minutes)</translation>
    </message>
    <message>
        <source>satuan atau pos</source>
        <translation>unit or post</translation>
    </message>
    <message>
        <source>Pasang surut sekarang</source>
        <translation>The tide now</translation>
    </message>
    <message>
        <source>Ikuti satuan di peta</source>
        <translation>Follow a unit on the map</translation>
    </message>
    <message>
        <source>satuan</source>
        <translation>unit</translation>
    </message>
    <message>
        <source>Letakkan satuan di peta</source>
        <translation>Place a unit on the map</translation>
    </message>
    <message>
        <source>Batalkan letak satuan</source>
        <translation>Take back a unit&apos;s placing</translation>
    </message>
    <message>
        <source>Posisi satuan dari berkas GPX atau NMEA</source>
        <translation>A unit&apos;s position from a GPX or NMEA file</translation>
    </message>
    <message>
        <source>berkas</source>
        <translation>file</translation>
    </message>
    <message>
        <source>Perangkat satuan: ponsel dan pelacak</source>
        <translation>Devices of units: telephones and trackers</translation>
    </message>
    <message>
        <source>Cari tempat di peta</source>
        <translation>Find a place on the map</translation>
    </message>
    <message>
        <source>nama, koordinat, tautan</source>
        <translation>name, coordinates, link</translation>
    </message>
    <message>
        <source>Salah wilayah: serahkan ke 112 tetangga</source>
        <translation>Wrong region: hand over to the neighbouring 112</translation>
    </message>
    <message>
        <source>Cetak kartu serah-terima tiket di formulir…</source>
        <translation>Print the hand-over card of the ticket in the form…</translation>
    </message>
    <message>
        <source>Rujuk non-darurat / catat jawabannya</source>
        <translation>Refer a non-emergency / enter its answer</translation>
    </message>
    <message>
        <source>isi laporan</source>
        <translation>what it is about</translation>
    </message>
    <message>
        <source>Tindakan terhadap nomor ini (ketua regu)</source>
        <translation>Measure against this number (shift lead)</translation>
    </message>
    <message>
        <source>Ekspor rujukan (CSV dan JSON)</source>
        <translation>Export referrals (CSV and JSON)</translation>
    </message>
    <message>
        <source>Papan penerimaan instansi (sisa waktu)</source>
        <translation>Agency acceptance board (time left)</translation>
    </message>
    <message>
        <source>Laporan dari sumber lain (110, 113, 119, radio, datang)</source>
        <translation>Report from another source (110, 113, 119, radio, walk-in)</translation>
    </message>
    <message>
        <source>sumber, pelapor</source>
        <translation>source, reporter</translation>
    </message>
    <message>
        <source>Cetak slip disposisi…</source>
        <translation>Print an agency&apos;s slip…</translation>
    </message>
    <message>
        <source>instansi</source>
        <translation>agency</translation>
    </message>
    <message>
        <source>Terima slip dari meja lain (pindai QR)</source>
        <translation>Take in a slip of another desk (scan the QR)</translation>
    </message>
    <message>
        <source>kode slip</source>
        <translation>slip code</translation>
    </message>
    <message>
        <source>Laporan kementerian (CSV dan JSON)</source>
        <translation>Ministry&apos;s report (CSV and JSON)</translation>
    </message>
    <message>
        <source>hari ini, kemarin, bulan ini, bulan lalu, dari sampai</source>
        <translation>today, yesterday, this month, last month, from to</translation>
    </message>
</context>
<context>
    <name>conflicts</name>
    <message>
        <source>Isian berbeda</source>
        <translation>Different values</translation>
    </message>
    <message>
        <source>Satuan ganda</source>
        <translation>Unit sent twice</translation>
    </message>
    <message>
        <source>Tiket ganda</source>
        <translation>Two tickets</translation>
    </message>
    <message>
        <source>Surel ganda</source>
        <translation>E-mail sent twice</translation>
    </message>
    <message>
        <source>Kalah cepat</source>
        <translation>Too late</translation>
    </message>
    <message>
        <source>Diragukan</source>
        <translation>Contested</translation>
    </message>
    <message>
        <source>Tidak berwenang</source>
        <translation>Not allowed</translation>
    </message>
    <message>
        <source>Tidak terbaca</source>
        <translation>Unreadable</translation>
    </message>
    <message>
        <source>Server terlalu lama</source>
        <translation>Server too old</translation>
    </message>
    <message>
        <source>Putusan berubah</source>
        <translation>Verdict changed</translation>
    </message>
    <message>
        <source>{field} tiket {thing} ditulis berbeda oleh {all}</source>
        <translation>{field} of ticket {thing} was written differently by {all}</translation>
    </message>
    <message>
        <source>Satuan {thing} dikirim oleh {all}</source>
        <translation>Unit {thing} was sent by {all}</translation>
    </message>
    <message>
        <source>Tiket untuk panggilan {thing} dibuka oleh {all}</source>
        <translation>A ticket for the call {thing} was opened by {all}</translation>
    </message>
    <message>
        <source>Surel yang sama ke {agency}, tiket {thing}, dikirim oleh {all}</source>
        <translation>The same e-mail to {agency}, ticket {thing}, was sent by {all}</translation>
    </message>
    <message>
        <source>{act} oleh {last} kalah cepat dari {first}</source>
        <translation>{act} by {last} came later than {first}</translation>
    </message>
    <message>
        <source>{act} oleh {last} bertentangan dengan {first}</source>
        <translation>{act} by {last} stands against {first}</translation>
    </message>
    <message>
        <source>{act} oleh {last} tidak berlaku: bukan wewenangnya menurut server</source>
        <translation>{act} by {last} does not count: the server does not allow it</translation>
    </message>
    <message>
        <source>{act} oleh {last} tidak berlaku: server tidak bisa membacanya</source>
        <translation>{act} by {last} does not count: the server cannot read it</translation>
    </message>
    <message>
        <source>{act} oleh {last} tidak berlaku: server lebih lama dari meja ini</source>
        <translation>{act} by {last} does not count: the server is older than this desk</translation>
    </message>
    <message>
        <source>Putusan server berubah untuk {act} oleh {last}: {before}, sekarang {after}</source>
        <translation>The server judges otherwise now: {act} by {last}, before: {before}, now: {after}</translation>
    </message>
    <message>
        <source>{field} objek peta {thing} ditulis berbeda oleh {all}</source>
        <translation>{field} of the map feature {thing} was written differently by {all}</translation>
    </message>
    <message>
        <source>Objek peta {thing} dihapus dan diubah bersamaan oleh {all}; tetap berlaku sampai dipilih</source>
        <translation>Map feature {thing} was removed and changed at once by {all}; it stays until somebody chooses</translation>
    </message>
    <message>
        <source>{act} oleh {last} kalah cepat dari meja lain</source>
        <translation>{act} by {last} came later than another desk</translation>
    </message>
    <message>
        <source>{act} oleh {last} berlaku, tetapi server meminta orang melihatnya</source>
        <translation>{act} by {last} counts, but the server asks that somebody looks at it</translation>
    </message>
    <message>
        <source>Pembukaan tiket</source>
        <translation>Opening of a ticket</translation>
    </message>
    <message>
        <source>Penutupan tiket</source>
        <translation>Closing of a ticket</translation>
    </message>
    <message>
        <source>Pembukaan kembali tiket</source>
        <translation>Reopening of a ticket</translation>
    </message>
    <message>
        <source>Status tiket</source>
        <translation>State of a ticket</translation>
    </message>
    <message>
        <source>Isian tiket</source>
        <translation>Field of a ticket</translation>
    </message>
    <message>
        <source>Baris kronologi</source>
        <translation>Line of the chronology</translation>
    </message>
    <message>
        <source>Pengalihan tiket</source>
        <translation>Reassignment of a ticket</translation>
    </message>
    <message>
        <source>Jawaban panggilan</source>
        <translation>Answer to a call</translation>
    </message>
    <message>
        <source>Klasifikasi panggilan</source>
        <translation>Class of a call</translation>
    </message>
    <message>
        <source>Pengambilan panggilan balik</source>
        <translation>Claim of a call-back</translation>
    </message>
    <message>
        <source>Kaitan panggilan</source>
        <translation>Link of a call</translation>
    </message>
    <message>
        <source>Penghapusan objek peta</source>
        <translation>Removing a map feature</translation>
    </message>
    <message>
        <source>Penggambaran objek peta</source>
        <translation>Drawing a map feature</translation>
    </message>
    <message>
        <source>Pengiriman satuan</source>
        <translation>Dispatch of a unit</translation>
    </message>
    <message>
        <source>berlaku</source>
        <translation>counts</translation>
    </message>
    <message>
        <source>Catatan ({kind})</source>
        <translation>Fact ({kind})</translation>
    </message>
    <message>
        <source>Meja {desk} ({person}, {time})</source>
        <translation>Desk {desk} ({person}, {time})</translation>
    </message>
    <message>
        <source>{left} dan {right}</source>
        <translation>{left} and {right}</translation>
    </message>
    <message>
        <source>Dilihat oleh {person} (Meja {desk}, {time})</source>
        <translation>Looked at by {person} (Desk {desk}, {time})</translation>
    </message>
</context>
<context>
    <name>direction</name>
    <message>
        <source>utara</source>
        <translation>north</translation>
    </message>
    <message>
        <source>timur laut</source>
        <translation>north-east</translation>
    </message>
    <message>
        <source>timur</source>
        <translation>east</translation>
    </message>
    <message>
        <source>tenggara</source>
        <translation>south-east</translation>
    </message>
    <message>
        <source>selatan</source>
        <translation>south</translation>
    </message>
    <message>
        <source>barat daya</source>
        <translation>south-west</translation>
    </message>
    <message>
        <source>barat</source>
        <translation>west</translation>
    </message>
    <message>
        <source>barat laut</source>
        <translation>north-west</translation>
    </message>
</context>
<context>
    <name>first_start</name>
    <message>
        <source>Huruf meja</source>
        <translation>Desk letter</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>Telepon</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>Headset</source>
        <translation>Headset</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Simpan</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Meja ini sudah bisa bekerja sendiri sekarang juga. Di sini ia diberi tahu siapa dirinya dan dengan siapa ia bekerja; setiap halaman diuji sungguhan, dan baru Simpan di akhir yang menulis.

Huruf meja menjadi bagian setiap nomor tiket; tidak boleh sama dengan meja lain di ruang ini.</source>
        <translation>This desk can work alone right now. Here it is told who it is and with whom it works; every page is tested for real, and only Save at the end writes.

The letter is part of every ticket number; no two desks of a room may share one.</translation>
    </message>
    <message>
        <source>Database bersama semua meja (PostgreSQL). Login dan sandi mesin ini dibuat TI dengan batola-desk secretariat add-desk. Kosong: meja bekerja sendiri.</source>
        <translation>The shared database of all desks (PostgreSQL). IT makes this machine&apos;s login and password with batola-desk secretariat add-desk. Empty: the desk works alone.</translation>
    </message>
    <message>
        <source>Akun meja ini di sentral telepon (SIP). Uji bertanya kepada sentral dengan akun dan sandi ini; pendaftaran yang sedang berjalan tidak tersentuh.</source>
        <translation>This desk&apos;s account at the telephone exchange (SIP). The test asks the exchange with this account and password; a running registration is not touched.</translation>
    </message>
    <message>
        <source>Pilih headset dan pengeras suara, lalu Enter: bicaralah lima detik, kemudian dengarkan suara sendiri.</source>
        <translation>Choose headset and loudspeaker, then Enter: speak for five seconds, then listen to yourself.</translation>
    </message>
    <message>
        <source>Paket peta (.btmap), atau folder bersama tempat paket baru ditaruh. Kosong: peta datang dari sekretariat bila ada, selain itu peta sederhana.</source>
        <translation>A map pack (.btmap), or the shared folder where new packs are put. Empty: the map comes from the secretariat if there is one, else a simple map.</translation>
    </message>
    <message>
        <source>Ini yang akan ditulis, dan bagaimana ujinya:</source>
        <translation>This will be written, and so the tests went:</translation>
    </message>
    <message>
        <source>Huruf meja ini</source>
        <translation>Letter of this desk</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Nama database</source>
        <translation>Database name</translation>
    </message>
    <message>
        <source>Login mesin</source>
        <translation>Machine&apos;s login</translation>
    </message>
    <message>
        <source>Sandi mesin</source>
        <translation>Machine&apos;s password</translation>
    </message>
    <message>
        <source>Berkas CA</source>
        <translation>CA file</translation>
    </message>
    <message>
        <source>Sentral (registrar)</source>
        <translation>Exchange (registrar)</translation>
    </message>
    <message>
        <source>Nama akun</source>
        <translation>Account name</translation>
    </message>
    <message>
        <source>Nama untuk sandi</source>
        <translation>Name for the password</translation>
    </message>
    <message>
        <source>Sandi</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Proxy keluar</source>
        <translation>Outbound proxy</translation>
    </message>
    <message>
        <source>Port SIP meja ini</source>
        <translation>SIP port of this desk</translation>
    </message>
    <message>
        <source>Headset (dengar)</source>
        <translation>Headset (listening)</translation>
    </message>
    <message>
        <source>Headset (mikrofon)</source>
        <translation>Headset (microphone)</translation>
    </message>
    <message>
        <source>Pengeras suara</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Paket atau folder</source>
        <translation>Pack or folder</translation>
    </message>
    <message>
        <source>db1.112.batola, db2.112.batola:5433</source>
        <translation>db1.112.batola, db2.112.batola:5433</translation>
    </message>
    <message>
        <source>ruang</source>
        <translation>ruang</translation>
    </message>
    <message>
        <source>kosong: meja_{letter}</source>
        <translation>empty: meja_{letter}</translation>
    </message>
    <message>
        <source>kosong: yang dipercaya komputer ini</source>
        <translation>empty: those this computer trusts</translation>
    </message>
    <message>
        <source>pbx.112.batola, atau pbx.112.batola;transport=tls</source>
        <translation>pbx.112.batola, or pbx.112.batola;transport=tls</translation>
    </message>
    <message>
        <source>112b</source>
        <translation>112b</translation>
    </message>
    <message>
        <source>kosong: sama dengan nama akun</source>
        <translation>empty: same as the account name</translation>
    </message>
    <message>
        <source>kosong: tanpa proxy</source>
        <translation>empty: no proxy</translation>
    </message>
    <message>
        <source>kosong: 5060</source>
        <translation>empty: 5060</translation>
    </message>
    <message>
        <source>D:\Peta\batola.btmap</source>
        <translation>D:\Maps\batola.btmap</translation>
    </message>
</context>
<context>
    <name>fix_words</name>
    <message>
        <source>0°, 0°: alat belum menemukan posisi</source>
        <translation>0°, 0°: the device has found no position yet</translation>
    </message>
    <message>
        <source>terlalu luas untuk dicari</source>
        <translation>too wide to search</translation>
    </message>
    <message>
        <source>jamnya di masa depan</source>
        <translation>its time lies in the future</translation>
    </message>
    <message>
        <source>posisi lama, sebelum panggilan</source>
        <translation>an old position, from before the call</translation>
    </message>
    <message>
        <source>pesannya terpotong</source>
        <translation>the message is cut</translation>
    </message>
    <message>
        <source>lintang dan bujur tertukar</source>
        <translation>latitude and longitude changed over</translation>
    </message>
    <message>
        <source>tanpa posisi</source>
        <translation>without a position</translation>
    </message>
    <message>
        <source>satelit</source>
        <translation>satellite</translation>
    </message>
    <message>
        <source>Wi-Fi</source>
        <translation>Wi-Fi</translation>
    </message>
    <message>
        <source>sel menara</source>
        <translation>cell</translation>
    </message>
    <message>
        <source>beberapa menara</source>
        <translation>several masts</translation>
    </message>
    <message>
        <source>diisi sendiri</source>
        <translation>entered by hand</translation>
    </message>
    <message>
        <source>gabungan</source>
        <translation>fused</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>Bluetooth</translation>
    </message>
    <message>
        <source>server posisi tidak terhubung</source>
        <translation>the location server cannot be reached</translation>
    </message>
    <message>
        <source>sertifikat server posisi tidak dipercaya</source>
        <translation>the location server&apos;s certificate is not trusted</translation>
    </message>
    <message>
        <source>server posisi terlalu lama menjawab</source>
        <translation>the location server took too long</translation>
    </message>
    <message>
        <source>server posisi menolak</source>
        <translation>the location server refuses</translation>
    </message>
    <message>
        <source>jawaban server posisi terlalu besar</source>
        <translation>the location server&apos;s answer is too large</translation>
    </message>
    <message>
        <source>server posisi tidak tahu di mana penelepon</source>
        <translation>the location server does not know where the caller is</translation>
    </message>
    <message>
        <source>server itu tidak ada di daftar TI</source>
        <translation>that server is not on IT&apos;s list</translation>
    </message>
    <message>
        <source>{n} dtk</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} mnt</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} jam</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} hari</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>di luar Batola</source>
        <translation>outside Batola</translation>
    </message>
    <message>
        <source>di luar Batola, kira-kira {name}</source>
        <translation>outside Batola, about {name}</translation>
    </message>
    <message>
        <source>Posisi diminta dari {host} …</source>
        <translation>Asking {host} for the position …</translation>
    </message>
    <message>
        <source>Posisi tidak didapat: {reason} ({host})</source>
        <translation>No position came: {reason} ({host})</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>{ticket} dari {source}, oleh {by}: {reason}</source>
        <translation>{ticket} from {source}, by {by}: {reason}</translation>
    </message>
    <message>
        <source>{ticket} sekarang pada {target}, oleh {by}: {reason}</source>
        <translation>{ticket} is with {target} now, by {by}: {reason}</translation>
    </message>
    <message>
        <source>{by} meminta {ticket} ke {target}: {reason}</source>
        <translation>{by} asks that {ticket} goes to {target}: {reason}</translation>
    </message>
    <message>
        <source>{ticket} sudah diambil {target}</source>
        <translation>{ticket} was taken by {target}</translation>
    </message>
    <message>
        <source>nomor itu sudah diambil {target}</source>
        <translation>that number was taken by {target}</translation>
    </message>
    <message>
        <source>Meja {desk}</source>
        <translation>desk {desk}</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}: {value}</translation>
    </message>
    <message>
        <source>Titik lokasi: {label} ({source})</source>
        <translation>Location point: {label} ({source})</translation>
    </message>
    <message>
        <source>Titik lokasi dihapus</source>
        <translation>Location point cleared</translation>
    </message>
    <message>
        <source>Prioritas {priority} {reason}</source>
        <translation>Priority {priority} {reason}</translation>
    </message>
    <message>
        <source>Kronologi: {text}</source>
        <translation>Narrative: {text}</translation>
    </message>
    <message>
        <source>Diverifikasi {how}</source>
        <translation>Verified {how}</translation>
    </message>
    <message>
        <source>Status: {state} {reason} {reference}</source>
        <translation>State: {state} {reason} {reference}</translation>
    </message>
    <message>
        <source>Ditutup: {disposition}; pelapor: {caller_informed}</source>
        <translation>Closed: {disposition}; caller: {caller_informed}</translation>
    </message>
    <message>
        <source>Dibuka kembali: {reason}</source>
        <translation>Reopened: {reason}</translation>
    </message>
    <message>
        <source>Dilimpahkan ke Meja {to_desk} {to_operator}: {reason}</source>
        <translation>Passed to desk {to_desk} {to_operator}: {reason}</translation>
    </message>
    <message>
        <source>Diminta dilimpahkan ke Meja {to_desk} {to_operator}: {reason}</source>
        <translation>Asked to be passed to desk {to_desk} {to_operator}: {reason}</translation>
    </message>
    <message>
        <source>Permintaan pelimpahan ditolak: {reason}</source>
        <translation>Request to pass it on declined: {reason}</translation>
    </message>
    <message>
        <source>Tautan lokasi dibuat ({channel_word})</source>
        <translation>Location link made ({channel_word})</translation>
    </message>
    <message>
        <source>Tautan lokasi: {link_state} {link_reason}</source>
        <translation>Location link: {link_state} {link_reason}</translation>
    </message>
    <message>
        <source>Tiket {ticket_number} dibuka {via}</source>
        <translation>Ticket {ticket_number} opened {via}</translation>
    </message>
    <message>
        <source>Triase: {question} {triage}</source>
        <translation>Triage: {question} {triage}</translation>
    </message>
    <message>
        <source>{similar} {other_label}</source>
        <translation>{similar} {other_label}</translation>
    </message>
    <message>
        <source>Digabung: {child_ticket} ke {parent_ticket}</source>
        <translation>Merged: {child_ticket} into {parent_ticket}</translation>
    </message>
    <message>
        <source>Dipisah: {child_ticket} dari {parent_ticket} {reason}</source>
        <translation>Taken apart: {child_ticket} from {parent_ticket} {reason}</translation>
    </message>
    <message>
        <source>{relation}: {first_ticket} dan {second_ticket}</source>
        <translation>{relation}: {first_ticket} and {second_ticket}</translation>
    </message>
    <message>
        <source>Jawaban rujukan: {answer}</source>
        <translation>Answer to the referral: {answer}</translation>
    </message>
    <message>
        <source>{agency_code}: disposisi disusun</source>
        <translation>{agency_code}: task drafted</translation>
    </message>
    <message>
        <source>{agency_code}: {channel} mulai dikirim</source>
        <translation>{agency_code}: {channel} is being sent</translation>
    </message>
    <message>
        <source>{agency_code}: dikirim lewat {channel} {contact}</source>
        <translation>{agency_code}: sent by {channel} {contact}</translation>
    </message>
    <message>
        <source>{agency_code}: lewat {channel} tidak tersambung, {unreached}</source>
        <translation>{agency_code}: not reached by {channel}, {unreached}</translation>
    </message>
    <message>
        <source>{agency_code}: pesan sampai</source>
        <translation>{agency_code}: message delivered</translation>
    </message>
    <message>
        <source>{agency_code}: diterima oleh {person_name}</source>
        <translation>{agency_code}: acknowledged by {person_name}</translation>
    </message>
    <message>
        <source>{agency_code}: nama penerima dibetulkan, {person_name}</source>
        <translation>{agency_code}: name of who accepted corrected, {person_name}</translation>
    </message>
    <message>
        <source>{agency_code}: ditolak, {reason}</source>
        <translation>{agency_code}: rejected, {reason}</translation>
    </message>
    <message>
        <source>{agency_code}: eskalasi tingkat {level}</source>
        <translation>{agency_code}: escalation level {level}</translation>
    </message>
    <message>
        <source>{agency_code}: mulai bekerja</source>
        <translation>{agency_code}: started work</translation>
    </message>
    <message>
        <source>{agency_code}: laporan akhir, {text}</source>
        <translation>{agency_code}: final report, {text}</translation>
    </message>
    <message>
        <source>{agency_code}: selesai</source>
        <translation>{agency_code}: completed</translation>
    </message>
    <message>
        <source>{agency_code}: dibatalkan, {reason}</source>
        <translation>{agency_code}: cancelled, {reason}</translation>
    </message>
    <message>
        <source>Satuan {unit_id} dikirim</source>
        <translation>Unit {unit_id} dispatched</translation>
    </message>
    <message>
        <source>Satuan {unit_id}: laporan tadi keliru, kembali ke {unit_state}</source>
        <translation>Unit {unit_id}: that report was a mistake, back to {unit_state}</translation>
    </message>
    <message>
        <source>Satuan {unit_id}: {unit_state} {reason}</source>
        <translation>Unit {unit_id}: {unit_state} {reason}</translation>
    </message>
    <message>
        <source>Satuan {unit_id} dilepas {reason}</source>
        <translation>Unit {unit_id} released {reason}</translation>
    </message>
    <message>
        <source>Konflik sudah dilihat: {note}</source>
        <translation>Conflict looked at: {note}</translation>
    </message>
    <message>
        <source>Putusan server: {before} → {after}</source>
        <translation>The server&apos;s word: {before} → {after}</translation>
    </message>
    <message>
        <source>{feature} digambar di peta {name}</source>
        <translation>{feature} drawn on the map {name}</translation>
    </message>
    <message>
        <source>Objek peta diubah {name}</source>
        <translation>Map feature changed {name}</translation>
    </message>
    <message>
        <source>Objek peta dihapus {reason}</source>
        <translation>Map feature removed {reason}</translation>
    </message>
    <message>
        <source>Objek peta dikembalikan</source>
        <translation>Map feature put back</translation>
    </message>
    <message>
        <source>Posisi penelepon: {source} {reach}</source>
        <translation>Caller&apos;s position: {source} {reach}</translation>
    </message>
    <message>
        <source>Penelepon menulis: {text}</source>
        <translation>The caller writes: {text}</translation>
    </message>
    <message>
        <source>Ditulis ke penelepon: {text}</source>
        <translation>Written to the caller: {text}</translation>
    </message>
    <message>
        <source>Panggilan dikaitkan</source>
        <translation>Call linked</translation>
    </message>
    <message>
        <source>Kaitan panggilan dilepas: {reason}</source>
        <translation>Call unlinked: {reason}</translation>
    </message>
    <message>
        <source>{party} dihubungi untuk penelepon</source>
        <translation>{party} called for the caller</translation>
    </message>
    <message>
        <source>Konferensi: semua pihak saling mendengar</source>
        <translation>Conference: everybody hears everybody</translation>
    </message>
    <message>
        <source>Diserahkan ke {party}: {result}; alasan: {reason}</source>
        <translation>Handed over to {party}: {result}; reason: {reason}</translation>
    </message>
    <message>
        <source>{mode}: {lead} (meja {desk}) {phase}</source>
        <translation>{mode}: {lead} (desk {desk}) {phase}</translation>
    </message>
    <message>
        <source>Bukan kejadian yang sama dengan laporan lain</source>
        <translation>Not the same incident as another report</translation>
    </message>
    <message>
        <source>Mungkin tetap sama dengan laporan lain</source>
        <translation>May be the same as another report after all</translation>
    </message>
    <message>
        <source>oleh jawaban triase</source>
        <translation>by a triage answer</translation>
    </message>
    <message>
        <source>(dikembalikan)</source>
        <translation>(undone)</translation>
    </message>
    <message>
        <source>Tiket dikaitkan</source>
        <translation>Tickets linked</translation>
    </message>
    <message>
        <source>Kaitan tiket dilepas</source>
        <translation>Link of tickets removed</translation>
    </message>
    <message>
        <source>kalah cepat dari meja lain</source>
        <translation>another desk was faster</translation>
    </message>
    <message>
        <source>bentrok dengan meja lain</source>
        <translation>conflicts with another desk</translation>
    </message>
    <message>
        <source>tidak berwenang</source>
        <translation>not permitted</translation>
    </message>
    <message>
        <source>tidak sah</source>
        <translation>invalid</translation>
    </message>
    <message>
        <source>belum dikenal server</source>
        <translation>not known to the server yet</translation>
    </message>
    <message>
        <source>Catatan dari versi lain: {kind}</source>
        <translation>Record of another version: {kind}</translation>
    </message>
    <message>
        <source>jawaban dicabut</source>
        <translation>answer taken back</translation>
    </message>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>mulai</source>
        <translation>began</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Ada catatan yang belum sampai ke disk.</source>
        <translation>Some records have not reached the disk yet.</translation>
    </message>
    <message>
        <source>Ada kesalahan pada program ini; sudah dicatat.</source>
        <translation>This program made an error; it has been logged.</translation>
    </message>
    <message>
        <source>Air</source>
        <translation>Water</translation>
    </message>
    <message>
        <source>Akses</source>
        <translation>Access</translation>
    </message>
    <message>
        <source>Alamat tujuan tidak bisa dihubungi.</source>
        <translation>The target address cannot be reached.</translation>
    </message>
    <message>
        <source>Alasan belum diisi.</source>
        <translation>The reason is missing.</translation>
    </message>
    <message>
        <source>Masih ada panggilan: meja tidak diuji di samping panggilan.</source>
        <translation>There is still a call: the desk is not tested beside a call.</translation>
    </message>
    <message>
        <source>Uji meja sesudah panggilan selesai.</source>
        <translation>Test the desk when the call is over.</translation>
    </message>
    <message>
        <source>Belum ada petugas yang masuk: uji meja ditandatangani dengan nama.</source>
        <translation>Nobody has signed on yet: the self-test is signed by name.</translation>
    </message>
    <message>
        <source>Masuk dulu (Ctrl+Shift+N), lalu ulangi.</source>
        <translation>Sign on first (Ctrl+Shift+N), then repeat.</translation>
    </message>
    <message>
        <source>Uji meja sedang berjalan.</source>
        <translation>The self-test is running.</translation>
    </message>
    <message>
        <source>Hentikan dulu dengan Esc, lalu lewati.</source>
        <translation>Stop it first with Esc, then skip.</translation>
    </message>
    <message>
        <source>Alasan {reason} tidak dikenal.</source>
        <translation>Reason {reason} is unknown.</translation>
    </message>
    <message>
        <source>Bacakan kalimat berikutnya dan jawab daftar periksa.</source>
        <translation>Read out the next sentence and answer the checklist.</translation>
    </message>
    <message>
        <source>Baris daftar periksa tidak dikenal.</source>
        <translation>This checklist line is unknown.</translation>
    </message>
    <message>
        <source>Batola Desk sudah terbuka di komputer ini.</source>
        <translation>Batola Desk is already open on this computer.</translation>
    </message>
    <message>
        <source>Bekerja</source>
        <translation>Working</translation>
    </message>
    <message>
        <source>Belum ada tiket yang terbuka.</source>
        <translation>No ticket is open yet.</translation>
    </message>
    <message>
        <source>Pertanyaan itu bukan milik jenis kejadian ini lagi.</source>
        <translation>That question does not belong to this type of incident any more.</translation>
    </message>
    <message>
        <source>Jawaban lain tetap tersimpan.</source>
        <translation>The other answers stay saved.</translation>
    </message>
    <message>
        <source>Jawab pertanyaan yang ditampilkan sekarang (Alt+Q).</source>
        <translation>Answer the question that is shown now (Alt+Q).</translation>
    </message>
    <message>
        <source>Jawaban itu tidak cocok dengan pertanyaannya.</source>
        <translation>That answer does not fit the question.</translation>
    </message>
    <message>
        <source>Jawaban sebelumnya tetap berlaku.</source>
        <translation>The earlier answer still counts.</translation>
    </message>
    <message>
        <source>Tekan Y, T atau ?, atau ketik angka lalu Enter.</source>
        <translation>Press Y, T or ?, or type digits and then Enter.</translation>
    </message>
    <message>
        <source>Belum dicatat apakah pelapor sudah diberi tahu.</source>
        <translation>It is not recorded yet whether the caller was informed.</translation>
    </message>
    <message>
        <source>Berdering</source>
        <translation>Ringing</translation>
    </message>
    <message>
        <source>Beri nama lain.</source>
        <translation>Give it another name.</translation>
    </message>
    <message>
        <source>Beri tahu TI.</source>
        <translation>Tell IT.</translation>
    </message>
    <message>
        <source>Berkas rekaman tidak ada di meja ini.</source>
        <translation>The recording file is not on this desk.</translation>
    </message>
    <message>
        <source>Bicara</source>
        <translation>Talking</translation>
    </message>
    <message>
        <source>Buat tiket (F6) atau kaitkan panggilan ke tiket yang ada.</source>
        <translation>Make a ticket (F6) or link the call to an existing one.</translation>
    </message>
    <message>
        <source>Buat tiket baru (F6) atau buka satu dari papan.</source>
        <translation>Make a new ticket (F6) or open one from the board.</translation>
    </message>
    <message>
        <source>Buka kembali bila perlu (ketua regu).</source>
        <translation>Reopen it if needed (shift lead).</translation>
    </message>
    <message>
        <source>Buka lagi programnya.</source>
        <translation>Open the program again.</translation>
    </message>
    <message>
        <source>Cara kirim {channel} tidak dikenal.</source>
        <translation>Channel {channel} is unknown.</translation>
    </message>
    <message>
        <source>Tidak ada jejak SIP untuk panggilan ini; jejak disimpan satu jam saja.</source>
        <translation>There is no SIP trace of this call; traces are kept for one hour only.</translation>
    </message>
    <message>
        <source>Simpan jejak segera setelah panggilan yang bermasalah.</source>
        <translation>Save the trace right after a call that had trouble.</translation>
    </message>
    <message>
        <source>Jejak SIP tidak bisa ditulis ke {path} ({reason}).</source>
        <translation>The SIP trace cannot be written to {path} ({reason}).</translation>
    </message>
    <message>
        <source>Panggilan berjalan terus; jejak masih ada di memori.</source>
        <translation>Calls go on; the trace is still in memory.</translation>
    </message>
    <message>
        <source>Periksa ruang dan hak tulis folder itu, lalu ulangi.</source>
        <translation>Check room and write access of that folder, then try again.</translation>
    </message>
    <message>
        <source>Tidak ada panggilan di headset.</source>
        <translation>No call in the headset.</translation>
    </message>
    <message>
        <source>Panggilan itu tidak ada di daftar ditahan.</source>
        <translation>That call is not in the list of held calls.</translation>
    </message>
    <message>
        <source>Pengalihan panggilan ini masih berjalan.</source>
        <translation>The transfer of this call is still under way.</translation>
    </message>
    <message>
        <source>Panggilan tetap tersambung.</source>
        <translation>The call stays connected.</translation>
    </message>
    <message>
        <source>Tunggu kabar hasilnya, lalu ulangi bila gagal.</source>
        <translation>Wait for its outcome, then repeat it if it failed.</translation>
    </message>
    <message>
        <source>Uji suara tidak bisa selama ada panggilan.</source>
        <translation>No sound test while there is a call.</translation>
    </message>
    <message>
        <source>Panggilan tidak terganggu.</source>
        <translation>The call is not disturbed.</translation>
    </message>
    <message>
        <source>Ulangi setelah panggilan selesai.</source>
        <translation>Repeat after the call.</translation>
    </message>
    <message>
        <source>Perangkat untuk uji ini tidak ada.</source>
        <translation>The device for this test is not there.</translation>
    </message>
    <message>
        <source>Pasang atau pilih perangkat, lalu ulangi.</source>
        <translation>Plug in or choose a device and repeat.</translation>
    </message>
    <message>
        <source>Uji suara {kind} tidak dikenal.</source>
        <translation>Sound test {kind} is unknown.</translation>
    </message>
    <message>
        <source>Saluran dan layar berbeda versi; hubungi TI.</source>
        <translation>Line and screen have different versions; call IT.</translation>
    </message>
    <message>
        <source>Rekaman kalimat {name} tidak ada.</source>
        <translation>There is no recorded sentence {name}.</translation>
    </message>
    <message>
        <source>Ucapkan kalimat itu sendiri; beri tahu TI.</source>
        <translation>Say the sentence yourself; tell IT.</translation>
    </message>
    <message>
        <source>Tidak ada metronom untuk panggilan ini.</source>
        <translation>There is no metronome for this call.</translation>
    </message>
    <message>
        <source>Pilih jenis kejadian MD01 selama penelepon di saluran.</source>
        <translation>Choose the incident type MD01 while the caller is on the line.</translation>
    </message>
    <message>
        <source>Irama metronom di luar 100 sampai 120 per menit.</source>
        <translation>The beat of the metronome is outside 100 to 120 per minute.</translation>
    </message>
    <message>
        <source>Hitung sendiri; beri tahu TI.</source>
        <translation>Count yourself; tell IT.</translation>
    </message>
    <message>
        <source>Daftar periksa senyap masih kurang {missing} baris.</source>
        <translation>The silent checklist still lacks {missing} lines.</translation>
    </message>
    <message>
        <source>Jawab daftar periksa; 0 menjawab sisanya: tidak terdengar.</source>
        <translation>Answer the checklist; 0 answers the rest: not heard.</translation>
    </message>
    <message>
        <source>Dering bisa membahayakan penelepon ini: teks dulu.</source>
        <translation>A ring may endanger this caller: text first.</translation>
    </message>
    <message>
        <source>Nomor belum dihubungi.</source>
        <translation>The number has not been called.</translation>
    </message>
    <message>
        <source>T menyalin teks, lalu Enter menelepon. Tetap sekarang: Shift+Enter.</source>
        <translation>T copies the text, then Enter dials. Now all the same: Shift+Enter.</translation>
    </message>
    <message>
        <source>Nomor ini sudah mendapat teks {minutes} menit lalu.</source>
        <translation>This number got a text {minutes} minutes ago.</translation>
    </message>
    <message>
        <source>Telepon: Enter.</source>
        <translation>To call: Enter.</translation>
    </message>
    <message>
        <source>Teks untuk nomor ini sedang dikirim.</source>
        <translation>The text to this number is being sent.</translation>
    </message>
    <message>
        <source>Tidak ada nomor yang perlu dihubungi balik.</source>
        <translation>No number needs to be called back.</translation>
    </message>
    <message>
        <source>Nomor lain: Ctrl+D.</source>
        <translation>Another number: Ctrl+D.</translation>
    </message>
    <message>
        <source>Panggilan ini masih berlangsung.</source>
        <translation>This call is still going on.</translation>
    </message>
    <message>
        <source>Hubungi balik setelah selesai.</source>
        <translation>Call back when it is over.</translation>
    </message>
    <message>
        <source>Pihak seberang meminta meja ini menelepon nomor lain; itu ditolak.</source>
        <translation>The other side asked this desk to call another number; that was declined.</translation>
    </message>
    <message>
        <source>Panggilan tetap tersambung seperti semula.</source>
        <translation>The call stays connected as before.</translation>
    </message>
    <message>
        <source>Bila perlu, telepon sendiri. TI: alamat sentral di accept_transfers_from (line.toml).</source>
        <translation>If needed, dial yourself. IT: the exchange&apos;s address in accept_transfers_from (line.toml).</translation>
    </message>
    <message>
        <source>Teks kosong atau terlalu panjang (paling banyak 2000 huruf).</source>
        <translation>The text is empty or too long (2000 letters at most).</translation>
    </message>
    <message>
        <source>Pendekkan, lalu kirim lagi.</source>
        <translation>Shorten it, then send again.</translation>
    </message>
    <message>
        <source>Teks belum terkirim semua: seberang membaca terlalu lambat.</source>
        <translation>Not all of the text was sent: the other side reads too slowly.</translation>
    </message>
    <message>
        <source>Tunggu sebentar, lalu kirim sisanya.</source>
        <translation>Wait a moment, then send the rest.</translation>
    </message>
    <message>
        <source>Teks tidak terkirim: telepon seberang tidak menerimanya.</source>
        <translation>The text was not sent: the other telephone does not take it.</translation>
    </message>
    <message>
        <source>Suara dan teks yang masuk tidak terganggu.</source>
        <translation>Sound and incoming texts are not affected.</translation>
    </message>
    <message>
        <source>Sampaikan dengan suara.</source>
        <translation>Say it aloud.</translation>
    </message>
    <message>
        <source>Cari di meja yang menjawab, atau tanya TI.</source>
        <translation>Look on the desk that answered, or ask IT.</translation>
    </message>
    <message>
        <source>Pakai cadangan yang lain.</source>
        <translation>Take another backup.</translation>
    </message>
    <message>
        <source>Tutup dulu: batola-desk close.</source>
        <translation>Close it first: batola-desk close.</translation>
    </message>
    <message>
        <source>Tidak ada berkas cadangan di {file}.</source>
        <translation>There is no backup file at {file}.</translation>
    </message>
    <message>
        <source>{file} sudah ada dan tidak ditimpa.</source>
        <translation>{file} exists and is not overwritten.</translation>
    </message>
    <message>
        <source>{file} bukan cadangan meja Batola Desk.</source>
        <translation>{file} is no backup of a Batola Desk.</translation>
    </message>
    <message>
        <source>{file} dibuat versi yang lebih baru (format {format}).</source>
        <translation>{file} was made by a newer version (format {format}).</translation>
    </message>
    <message>
        <source>Pasang versi itu dulu.</source>
        <translation>Install that version first.</translation>
    </message>
    <message>
        <source>{file} rusak (bagian: {part}).</source>
        <translation>{file} is damaged (part: {part}).</translation>
    </message>
    <message>
        <source>Jurnal dalam cadangan tidak utuh ({what}).</source>
        <translation>The journal in the backup is not sound ({what}).</translation>
    </message>
    <message>
        <source>Cadangan ini milik meja {desk}, dan jurnal di sini milik meja lain.</source>
        <translation>This backup is desk {desk}&apos;s, and the journal here is another desk&apos;s.</translation>
    </message>
    <message>
        <source>Bila memang dimaksud: --other-desk.</source>
        <translation>If that is meant: --other-desk.</translation>
    </message>
    <message>
        <source>Tidak ada cadangan meja ini di {folder}.</source>
        <translation>There is no backup of this desk in {folder}.</translation>
    </message>
    <message>
        <source>Folder cadangan {folder} tidak ada.</source>
        <translation>The backup folder {folder} is not there.</translation>
    </message>
    <message>
        <source>Periksa disk atau jaringan.</source>
        <translation>Check the disk or the network.</translation>
    </message>
    <message>
        <source>Belum ada jurnal di {path}.</source>
        <translation>There is no journal at {path} yet.</translation>
    </message>
    <message>
        <source>Saluran telepon masih berjalan.</source>
        <translation>The telephone line still runs.</translation>
    </message>
    <message>
        <source>Pemulihan cadangan terputus dan belum selesai.</source>
        <translation>Restoring a backup was cut off and is not finished.</translation>
    </message>
    <message>
        <source>Tidak ada yang hilang; berkas lama disisihkan, yang baru sudah diuji.</source>
        <translation>Nothing is lost; the old files are set aside, the new ones are proved.</translation>
    </message>
    <message>
        <source>Minta TI menjalankan batola-desk restore sekali lagi (Windows: sebagai administrator).</source>
        <translation>Ask IT to run batola-desk restore once more (Windows: as an administrator).</translation>
    </message>
    <message>
        <source>Setelan tidak bisa disimpan ke disk.</source>
        <translation>The setting cannot be saved to disk.</translation>
    </message>
    <message>
        <source>Setelan berlaku sampai program ditutup.</source>
        <translation>The setting counts until the program is closed.</translation>
    </message>
    <message>
        <source>Cari lagi.</source>
        <translation>Search again.</translation>
    </message>
    <message>
        <source>Cari lewat Ctrl+F.</source>
        <translation>Search with Ctrl+F.</translation>
    </message>
    <message>
        <source>Catat di kertas, hubungi TI sekarang.</source>
        <translation>Write on paper and call IT now.</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Wrap-up</translation>
    </message>
    <message>
        <source>Catatan belum terbuka.</source>
        <translation>The journal is not open yet.</translation>
    </message>
    <message>
        <source>Catatan saluran yang rusak disisihkan.</source>
        <translation>The line&apos;s damaged records were set aside.</translation>
    </message>
    <message>
        <source>Catatan sudah ditutup.</source>
        <translation>The journal is already closed.</translation>
    </message>
    <message>
        <source>Coba lagi dengan F3.</source>
        <translation>Try again with F3.</translation>
    </message>
    <message>
        <source>Coba lagi.</source>
        <translation>Try again.</translation>
    </message>
    <message>
        <source>Coba lagi; kalau berulang, beri tahu TI.</source>
        <translation>Try again; if it repeats, tell IT.</translation>
    </message>
    <message>
        <source>DARURAT</source>
        <translation>EMERGENCY</translation>
    </message>
    <message>
        <source>Daftar desa rusak: {file} baris {line}.</source>
        <translation>Village list damaged: {file} line {line}.</translation>
    </message>
    <message>
        <source>Minta yang boleh mengubahnya.</source>
        <translation>Ask somebody who may.</translation>
    </message>
    <message>
        <source>Akun SIP: Ctrl+Shift+F9. Yang lain: minta admin TI mengubah berkasnya.</source>
        <translation>SIP accounts: Ctrl+Shift+F9. Others: ask IT to change the file.</translation>
    </message>
    <message>
        <source>Baris bawaan program tidak bisa dihapus.</source>
        <translation>A row that ships with the program cannot be removed.</translation>
    </message>
    <message>
        <source>Ubah isinya, atau biarkan.</source>
        <translation>Change what it says, or leave it.</translation>
    </message>
    <message>
        <source>Hak TI diperlukan (sebagai administrator: batola-deskctl set {file} {key} NILAI).</source>
        <translation>IT&apos;s rights are needed (as an administrator: batola-deskctl set {file} {key} VALUE).</translation>
    </message>
    <message>
        <source>Daftar hasil sudah berubah.</source>
        <translation>The result list has changed.</translation>
    </message>
    <message>
        <source>Data di komputer ini ditulis oleh versi yang lebih baru.</source>
        <translation>The data on this computer was written by a newer version.</translation>
    </message>
    <message>
        <source>Data panggilan tetap ada.</source>
        <translation>The call data is still there.</translation>
    </message>
    <message>
        <source>Data tidak disentuh.</source>
        <translation>The data was not touched.</translation>
    </message>
    <message>
        <source>Dengarkan {seconds} detik lagi; penelepon senyap tidak diputus sebelum 30 detik.</source>
        <translation>Listen {seconds} s longer; a silent caller is not cut off before 30 seconds.</translation>
    </message>
    <message>
        <source>Desa / kelurahan</source>
        <translation>Village</translation>
    </message>
    <message>
        <source>Di faskes</source>
        <translation>At hospital</translation>
    </message>
    <message>
        <source>Di lokasi</source>
        <translation>On scene</translation>
    </message>
    <message>
        <source>Di sini harus angka.</source>
        <translation>A number is needed here.</translation>
    </message>
    <message>
        <source>Dialihkan</source>
        <translation>Transferred</translation>
    </message>
    <message>
        <source>Dialihkan wilayah</source>
        <translation>Handed to another region</translation>
    </message>
    <message>
        <source>Dialokasikan</source>
        <translation>Assigned</translation>
    </message>
    <message>
        <source>Dibatalkan</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Dibuka kembali</source>
        <translation>Reopened</translation>
    </message>
    <message>
        <source>Dicoba terus; pakai telepon cadangan.</source>
        <translation>Still trying; use the backup telephone.</translation>
    </message>
    <message>
        <source>Digabung</source>
        <translation>Merged</translation>
    </message>
    <message>
        <source>Dijawab meja lain</source>
        <translation>Answered by another desk</translation>
    </message>
    <message>
        <source>Dikirim</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Dirujuk</source>
        <translation>Referred</translation>
    </message>
    <message>
        <source>Disk menolak, dicoba lagi</source>
        <translation>Disk refuses, retrying</translation>
    </message>
    <message>
        <source>Disk penuh.</source>
        <translation>The disk is full.</translation>
    </message>
    <message>
        <source>Disk tidak menjawab dengan benar.</source>
        <translation>The disk does not respond correctly.</translation>
    </message>
    <message>
        <source>Disusun</source>
        <translation>Drafted</translation>
    </message>
    <message>
        <source>Ditahan</source>
        <translation>On hold</translation>
    </message>
    <message>
        <source>Diterima</source>
        <translation>Acknowledged</translation>
    </message>
    <message>
        <source>Diteruskan</source>
        <translation>Forwarded</translation>
    </message>
    <message>
        <source>Ditolak</source>
        <translation>Rejected</translation>
    </message>
    <message>
        <source>Ditunda</source>
        <translation>Suspended</translation>
    </message>
    <message>
        <source>Ditutup</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Draf</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>Eskalasi</source>
        <translation>Escalate</translation>
    </message>
    <message>
        <source>Eskalasi 1: ulangi dan telepon</source>
        <translation>Escalation 1: repeat and phone</translation>
    </message>
    <message>
        <source>Eskalasi 2: kontak lain</source>
        <translation>Escalation 2: other contact</translation>
    </message>
    <message>
        <source>Eskalasi 3: ketua regu dan pimpinan</source>
        <translation>Escalation 3: shift lead and head of agency</translation>
    </message>
    <message>
        <source>Folder kerja bisa dibaca orang lain.</source>
        <translation>The working folder can be read by other people.</translation>
    </message>
    <message>
        <source>Gagal tersambung</source>
        <translation>Could not connect</translation>
    </message>
    <message>
        <source>Ghost hanya boleh setelah prosedur senyap lengkap.</source>
        <translation>Ghost is allowed only after the whole silent procedure.</translation>
    </message>
    <message>
        <source>HANYA BACA</source>
        <translation>READ ONLY</translation>
    </message>
    <message>
        <source>Hanya angka, * dan # yang bisa dikirim.</source>
        <translation>Only digits, * and # can be sent.</translation>
    </message>
    <message>
        <source>Hasil akhir belum dipilih.</source>
        <translation>No disposition chosen yet.</translation>
    </message>
    <message>
        <source>Headset sedang dipakai untuk bicara.</source>
        <translation>The headset is in use for a call.</translation>
    </message>
    <message>
        <source>Hilang</source>
        <translation>Missing</translation>
    </message>
    <message>
        <source>Hubungan ke saluran telepon terputus.</source>
        <translation>The connection to the telephone line is lost.</translation>
    </message>
    <message>
        <source>Hubungi TI; jangan matikan komputer.</source>
        <translation>Call IT; do not switch the computer off.</translation>
    </message>
    <message>
        <source>Hubungi balik dari daftar.</source>
        <translation>Call back from the list.</translation>
    </message>
    <message>
        <source>Hubungi balik.</source>
        <translation>Call back.</translation>
    </message>
    <message>
        <source>Hubungi satuan itu dan kirim bantuan.</source>
        <translation>Contact that unit and send help.</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Ini hanya boleh dilakukan ketua regu.</source>
        <translation>Only the shift lead may do this.</translation>
    </message>
    <message>
        <source>Instansi masih bekerja: {agencies}.</source>
        <translation>Agencies still working: {agencies}.</translation>
    </message>
    <message>
        <source>Instansi {agency} tidak dikenal.</source>
        <translation>Agency {agency} is unknown.</translation>
    </message>
    <message>
        <source>Isian masih kosong.</source>
        <translation>The entry is still empty.</translation>
    </message>
    <message>
        <source>Isian {field} tidak dikenal.</source>
        <translation>Field {field} is unknown.</translation>
    </message>
    <message>
        <source>Isinya masih bisa dibaca.</source>
        <translation>Its content can still be read.</translation>
    </message>
    <message>
        <source>Jalan</source>
        <translation>Road</translation>
    </message>
    <message>
        <source>Jalan dan air</source>
        <translation>Road and water</translation>
    </message>
    <message>
        <source>Jalankan batola-desk doctor, atau hubungi TI.</source>
        <translation>Run batola-desk doctor, or call IT.</translation>
    </message>
    <message>
        <source>Jangan matikan komputer; hubungi TI.</source>
        <translation>Do not switch the computer off; call IT.</translation>
    </message>
    <message>
        <source>Jeda</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Jendela yang lain bekerja terus.</source>
        <translation>The other window keeps working.</translation>
    </message>
    <message>
        <source>Jenis kejadian</source>
        <translation>Incident type</translation>
    </message>
    <message>
        <source>Jenis panggilan {call_class} tidak dikenal.</source>
        <translation>Call class {call_class} is unknown.</translation>
    </message>
    <message>
        <source>Jenis pencarian tidak dikenal.</source>
        <translation>This kind of search is unknown.</translation>
    </message>
    <message>
        <source>Jenis {call_class} dipasang otomatis.</source>
        <translation>Class {call_class} is set automatically.</translation>
    </message>
    <message>
        <source>Jenis {call_class} perlu tiket.</source>
        <translation>Class {call_class} needs a ticket.</translation>
    </message>
    <message>
        <source>Keadaan itu belum bisa dari keadaan sekarang.</source>
        <translation>That state is not possible from the present one.</translation>
    </message>
    <message>
        <source>Keadaan petugas {state} tidak dikenal.</source>
        <translation>Operator state {state} is unknown.</translation>
    </message>
    <message>
        <source>Keadaan tiket {state} tidak dikenal.</source>
        <translation>Ticket state {state} is unknown.</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Returning</translation>
    </message>
    <message>
        <source>Ketik ? untuk daftar perintah.</source>
        <translation>Type ? for the list of commands.</translation>
    </message>
    <message>
        <source>Konferensi</source>
        <translation>Conference</translation>
    </message>
    <message>
        <source>Konfigurasi salah: {file} baris {line}, {key}: ditemukan {found}.</source>
        <translation>Configuration error: {file} line {line}, {key}: found {found}.</translation>
    </message>
    <message>
        <source>Konfigurasi saluran (line.toml) salah.</source>
        <translation>The line configuration (line.toml) is wrong.</translation>
    </message>
    <message>
        <source>Konsultasi</source>
        <translation>Consulting</translation>
    </message>
    <message>
        <source>LEWAT BATAS</source>
        <translation>OVERDUE</translation>
    </message>
    <message>
        <source>Langkah itu belum bisa sekarang.</source>
        <translation>That step is not possible yet.</translation>
    </message>
    <message>
        <source>Lanjutkan bekerja; kalau berulang, beri tahu TI.</source>
        <translation>Carry on working; if it repeats, tell IT.</translation>
    </message>
    <message>
        <source>Laporan akhir</source>
        <translation>Final report</translation>
    </message>
    <message>
        <source>Laporan palsu</source>
        <translation>False report</translation>
    </message>
    <message>
        <source>Layar dan saluran telepon berbeda versi.</source>
        <translation>Screen and telephone line are different versions.</translation>
    </message>
    <message>
        <source>Layar lain mengambil alih saluran ini.</source>
        <translation>Another screen has taken over this line.</translation>
    </message>
    <message>
        <source>Luka</source>
        <translation>Injured</translation>
    </message>
    <message>
        <source>Luring</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>MELUAP</source>
        <translation>OVERFLOW</translation>
    </message>
    <message>
        <source>Masih ada di memori selama program terbuka.</source>
        <translation>Still held in memory while the program is open.</translation>
    </message>
    <message>
        <source>Masih ada panggilan berjalan.</source>
        <translation>A call is still running.</translation>
    </message>
    <message>
        <source>Media {medium} tidak dikenal.</source>
        <translation>Medium {medium} is unknown.</translation>
    </message>
    <message>
        <source>Meja tunggal</source>
        <translation>Single desk</translation>
    </message>
    <message>
        <source>Meluap</source>
        <translation>Overflowing</translation>
    </message>
    <message>
        <source>Memanggil</source>
        <translation>Dialling</translation>
    </message>
    <message>
        <source>Mendaftar …</source>
        <translation>Registering …</translation>
    </message>
    <message>
        <source>Mendampingi</source>
        <translation>Listening in</translation>
    </message>
    <message>
        <source>Meninggal</source>
        <translation>Dead</translation>
    </message>
    <message>
        <source>Menuju</source>
        <translation>En route</translation>
    </message>
    <message>
        <source>Menyusul</source>
        <translation>Catching up</translation>
    </message>
    <message>
        <source>Minta TI memeriksa nama dan sandi di line.toml.</source>
        <translation>Ask IT to check name and password in line.toml.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa ruang disk.</source>
        <translation>Ask IT to check the disk space.</translation>
    </message>
    <message>
        <source>Minta TI memperbaiki hak folder.</source>
        <translation>Ask IT to correct the folder&apos;s permissions.</translation>
    </message>
    <message>
        <source>Minta TI memperbaiki: {file} baris {line}: {allowed}.</source>
        <translation>Ask IT to correct {file} line {line}: {allowed}.</translation>
    </message>
    <message>
        <source>Minta TI mengosongkan disk; jangan matikan komputer.</source>
        <translation>Ask IT to free disk space; do not switch the computer off.</translation>
    </message>
    <message>
        <source>Minta TI menutup program itu atau mengganti port.</source>
        <translation>Ask IT to close that program or change the port.</translation>
    </message>
    <message>
        <source>Minta ketua regu.</source>
        <translation>Ask the shift lead.</translation>
    </message>
    <message>
        <source>Minta penelepon menelepon lagi, atau hubungi balik.</source>
        <translation>Ask the caller to phone again, or call back.</translation>
    </message>
    <message>
        <source>Minta petugas pengirim atau ketua regu.</source>
        <translation>Ask a dispatcher or the shift lead.</translation>
    </message>
    <message>
        <source>Mulai bekerja</source>
        <translation>Start work</translation>
    </message>
    <message>
        <source>Nada peringatan itu tidak dikenal.</source>
        <translation>That alert tone is unknown.</translation>
    </message>
    <message>
        <source>Nama belum diisi.</source>
        <translation>The name is missing.</translation>
    </message>
    <message>
        <source>Tiket {ticket} masih punya tugas atau satuan yang berjalan.</source>
        <translation>Ticket {ticket} still has running tasks or units.</translation>
    </message>
    <message>
        <source>Kedua tiket tetap seperti semula.</source>
        <translation>Both tickets stay as they were.</translation>
    </message>
    <message>
        <source>Selesaikan atau batalkan dulu, atau kaitkan saja (kaitkan).</source>
        <translation>Finish or cancel them first, or only link the tickets (kaitkan).</translation>
    </message>
    <message>
        <source>Itu tiket yang sama.</source>
        <translation>That is the same ticket.</translation>
    </message>
    <message>
        <source>Pilih tiket lain.</source>
        <translation>Choose another ticket.</translation>
    </message>
    <message>
        <source>Tiket latihan dan tiket sungguhan tidak digabung.</source>
        <translation>Training tickets and real ones are not merged.</translation>
    </message>
    <message>
        <source>Tiket {ticket} tidak sedang digabung.</source>
        <translation>Ticket {ticket} is not merged now.</translation>
    </message>
    <message>
        <source>Lihat riwayatnya: mungkin meja lain sudah memisahkannya.</source>
        <translation>Look at its history: another desk may have taken it apart.</translation>
    </message>
    <message>
        <source>Panggilan itu tidak ada di tiket ini.</source>
        <translation>That call does not belong to this ticket.</translation>
    </message>
    <message>
        <source>Tiket tetap seperti semula.</source>
        <translation>The ticket stays as it was.</translation>
    </message>
    <message>
        <source>Buka tiket tempat panggilan itu terkait.</source>
        <translation>Open the ticket that the call belongs to.</translation>
    </message>
    <message>
        <source>Tiket {ticket} hanya punya satu panggilan: tidak ada yang dipisahkan.</source>
        <translation>Ticket {ticket} has one call only: there is nothing to split off.</translation>
    </message>
    <message>
        <source>Lepas kaitan panggilan, atau buat tiket baru (F6).</source>
        <translation>Unlink the call, or open a new ticket (F6).</translation>
    </message>
    <message>
        <source>Tiket “{typed}” tidak ditemukan, atau ada beberapa.</source>
        <translation>Ticket “{typed}” was not found, or there are several.</translation>
    </message>
    <message>
        <source>Tidak ada yang diubah.</source>
        <translation>Nothing was changed.</translation>
    </message>
    <message>
        <source>Tulis nomor pendeknya, misalnya A0007.</source>
        <translation>Type its short number, for example A0007.</translation>
    </message>
    <message>
        <source>Tiket {ticket} rahasia.</source>
        <translation>Ticket {ticket} is confidential.</translation>
    </message>
    <message>
        <source>Petugas yang menangani dan ketua regu melihat isinya.</source>
        <translation>Those who work on it and the shift lead see what it says.</translation>
    </message>
    <message>
        <source>Ikut menangani? Minta dilimpahkan, atau ambil alih (Ctrl+Shift+A).</source>
        <translation>Working on it too? Ask for it, or take it over (Ctrl+Shift+A).</translation>
    </message>
    <message>
        <source>Belum ada nomor telepon untuk {agency}.</source>
        <translation>There is no telephone number for {agency} yet.</translation>
    </message>
    <message>
        <source>Cara lain tetap bisa dipakai.</source>
        <translation>Other ways still work.</translation>
    </message>
    <message>
        <source>Pilih cara lain, dan minta admin mengisi kontaknya (agencies.toml).</source>
        <translation>Choose another way, and ask the admin to fill in its contacts (agencies.toml).</translation>
    </message>
    <message>
        <source>Program surel di komputer ini tidak bisa dibuka.</source>
        <translation>The mail program of this computer cannot be opened.</translation>
    </message>
    <message>
        <source>Isi pesannya sudah disalin.</source>
        <translation>The text has been copied.</translation>
    </message>
    <message>
        <source>Buka surel sendiri, tempel isinya, kirim ke {mail}.</source>
        <translation>Open the e-mail yourself, paste the text, send it to {mail}.</translation>
    </message>
    <message>
        <source>Ini bukan kode slip Batola Desk.</source>
        <translation>This is no slip code of Batola Desk.</translation>
    </message>
    <message>
        <source>Tidak ada yang dicatat.</source>
        <translation>Nothing was written.</translation>
    </message>
    <message>
        <source>Pindai QR pada slip, atau tempel kodenya utuh (diawali BD1).</source>
        <translation>Scan the QR on the slip, or paste the whole code (it begins with BD1).</translation>
    </message>
    <message>
        <source>Berkas itu tidak bisa dibaca: {why}.</source>
        <translation>That file cannot be read: {why}.</translation>
    </message>
    <message>
        <source>Pilih berkas lain, atau tempel kodenya.</source>
        <translation>Choose another file, or paste the code.</translation>
    </message>
    <message>
        <source>Slip ini dicetak oleh versi yang lebih baru.</source>
        <translation>This slip was printed by a newer version.</translation>
    </message>
    <message>
        <source>Ketik isinya dari kertas, dan minta TI memperbarui meja ini.</source>
        <translation>Type what is on the paper, and ask IT to update this desk.</translation>
    </message>
    <message>
        <source>Kode slip tidak utuh: salah baca atau diubah.</source>
        <translation>The slip code is not whole: misread or changed.</translation>
    </message>
    <message>
        <source>Pindai sekali lagi; bila tetap gagal, ketik isinya dari kertas.</source>
        <translation>Scan once more; if it still fails, type what is on the paper.</translation>
    </message>
    <message>
        <source>Isi slip tidak masuk akal.</source>
        <translation>What the slip says makes no sense.</translation>
    </message>
    <message>
        <source>Tanyakan ke meja yang mencetaknya.</source>
        <translation>Ask the desk that printed it.</translation>
    </message>
    <message>
        <source>Slip latihan hanya untuk meja latihan, slip nyata hanya untuk meja nyata.</source>
        <translation>A training slip is for training desks only, a real one for real desks only.</translation>
    </message>
    <message>
        <source>Periksa slipnya.</source>
        <translation>Check the slip.</translation>
    </message>
    <message>
        <source>Sumber {source} tidak dikenal.</source>
        <translation>Source {source} is unknown.</translation>
    </message>
    <message>
        <source>Pilih salah satu sumber yang ditampilkan.</source>
        <translation>Choose one of the sources shown.</translation>
    </message>
    <message>
        <source>Nama pelapor terlalu panjang.</source>
        <translation>The reporter&apos;s name is too long.</translation>
    </message>
    <message>
        <source>Tulis paling banyak {limit} huruf; sisanya ke kronologi.</source>
        <translation>Write at most {limit} letters; the rest belongs into the chronology.</translation>
    </message>
    <message>
        <source>Yang sudah dikirim ke {agency} tidak bisa ditarik diam-diam.</source>
        <translation>What was sent to {agency} cannot be taken back in silence.</translation>
    </message>
    <message>
        <source>Tugasnya tetap berjalan.</source>
        <translation>Its task goes on.</translation>
    </message>
    <message>
        <source>Tulis alasan untuk membatalkannya, lalu beri tahu instansi itu.</source>
        <translation>Write a reason to withdraw it, then tell that agency.</translation>
    </message>
    <message>
        <source>{call_sign} sudah disuruh berangkat; itu tidak bisa ditarik diam-diam.</source>
        <translation>{call_sign} was told to go; that cannot be taken back in silence.</translation>
    </message>
    <message>
        <source>Satuan itu tetap di tiket ini.</source>
        <translation>The unit stays on this ticket.</translation>
    </message>
    <message>
        <source>Tulis alasan untuk melepasnya, lalu beri tahu satuan itu.</source>
        <translation>Write a reason to release it, then tell that unit.</translation>
    </message>
    <message>
        <source>Nama panggilan {call_sign} sudah dipakai.</source>
        <translation>Call sign {call_sign} is already taken.</translation>
    </message>
    <message>
        <source>Nama pelapor</source>
        <translation>Caller&apos;s name</translation>
    </message>
    <message>
        <source>Baris ini memuat {limit} huruf; selebihnya tidak masuk.</source>
        <translation>This line takes {limit} letters; the rest is not in it.</translation>
    </message>
    <message>
        <source>Yang sudah masuk tetap ada.</source>
        <translation>What is in it stays.</translation>
    </message>
    <message>
        <source>Periksa akhir baris; tulis sisanya di baris kronologi berikutnya.</source>
        <translation>Look at its end; write the rest as the next line of the chronology.</translation>
    </message>
    <message>
        <source>Nilai bawaan dipakai.</source>
        <translation>The default value is used.</translation>
    </message>
    <message>
        <source>Setelan ini ditetapkan oleh kebijakan instansi dan terkunci.</source>
        <translation>This setting is decided by the organisation&apos;s policy and locked.</translation>
    </message>
    <message>
        <source>Nilai dari kebijakan tetap berlaku.</source>
        <translation>The policy&apos;s value still counts.</translation>
    </message>
    <message>
        <source>Minta admin TI mengubah kebijakannya.</source>
        <translation>Ask IT to change the policy.</translation>
    </message>
    <message>
        <source>Peran Anda tidak boleh mengubah setelan ini.</source>
        <translation>Your role may not change this setting.</translation>
    </message>
    <message>
        <source>Nilai yang lama tetap berlaku.</source>
        <translation>The old value still counts.</translation>
    </message>
    <message>
        <source>Setelan ini diisi sendiri oleh program.</source>
        <translation>The program fills in this setting itself.</translation>
    </message>
    <message>
        <source>Ubah jendela atau peta; program mengingatnya.</source>
        <translation>Change the window or the map; the program remembers it.</translation>
    </message>
    <message>
        <source>Setelan ini hanya ditulis di berkasnya.</source>
        <translation>This setting is written in its file only.</translation>
    </message>
    <message>
        <source>Akun Windows ini tidak berhak menulis {file}.</source>
        <translation>This Windows account has no right to write {file}.</translation>
    </message>
    <message>
        <source>{file} tidak bisa ditulis.</source>
        <translation>{file} cannot be written.</translation>
    </message>
    <message>
        <source>Nilai itu tidak bisa dipakai.</source>
        <translation>That value cannot be used.</translation>
    </message>
    <message>
        <source>Nilai lama tetap.</source>
        <translation>The old value stays.</translation>
    </message>
    <message>
        <source>Nomor hubungi balik</source>
        <translation>Call-back number</translation>
    </message>
    <message>
        <source>Nomor ini sedang dihubungi.</source>
        <translation>This number is being dialled.</translation>
    </message>
    <message>
        <source>Nomor ini tidak ada lagi di daftar.</source>
        <translation>This number is no longer on the list.</translation>
    </message>
    <message>
        <source>Nomor {number} tidak bisa dihubungi.</source>
        <translation>Number {number} cannot be dialled.</translation>
    </message>
    <message>
        <source>Nomornya tersimpan.</source>
        <translation>The number is kept.</translation>
    </message>
    <message>
        <source>PBX menolak pendaftaran saluran.</source>
        <translation>The PBX refuses to register the line.</translation>
    </message>
    <message>
        <source>PENTING</source>
        <translation>HIGH</translation>
    </message>
    <message>
        <source>Pakai jendela yang sudah terbuka.</source>
        <translation>Use the window that is already open.</translation>
    </message>
    <message>
        <source>Pakai layar yang lain, atau tutup dan buka lagi.</source>
        <translation>Use the other screen, or close and open again.</translation>
    </message>
    <message>
        <source>Pakai telepon lain, dan minta TI mengisi line.toml.</source>
        <translation>Use another telephone, and ask IT to fill in line.toml.</translation>
    </message>
    <message>
        <source>Panggilan belum bisa dilanjutkan.</source>
        <translation>The call cannot be resumed yet.</translation>
    </message>
    <message>
        <source>Panggilan berjalan terus, data tersimpan.</source>
        <translation>The call goes on, data is saved.</translation>
    </message>
    <message>
        <source>Panggilan berjalan terus.</source>
        <translation>The call goes on.</translation>
    </message>
    <message>
        <source>Panggilan berjalan terus; catatan ditahan di memori.</source>
        <translation>The call goes on; records are held in memory.</translation>
    </message>
    <message>
        <source>Panggilan dan tiket tidak berubah.</source>
        <translation>Calls and tickets are unchanged.</translation>
    </message>
    <message>
        <source>Panggilan ini sedang tidak tersambung.</source>
        <translation>This call is not connected now.</translation>
    </message>
    <message>
        <source>Panggilan ini sudah berakhir.</source>
        <translation>This call has ended.</translation>
    </message>
    <message>
        <source>Panggilan ini tidak berdering lagi.</source>
        <translation>This call no longer rings.</translation>
    </message>
    <message>
        <source>Panggilan ini tidak dijawab; jenisnya sudah T (terputus).</source>
        <translation>This call was not answered; its class is already T (abandoned).</translation>
    </message>
    <message>
        <source>Panggilan ini tidak dikenal lagi.</source>
        <translation>This call is no longer known.</translation>
    </message>
    <message>
        <source>Panggilan ini tidak terkait dengan tiket itu.</source>
        <translation>This call is not linked to that ticket.</translation>
    </message>
    <message>
        <source>Panggilan langsung tetap diterima.</source>
        <translation>Direct calls still come in.</translation>
    </message>
    <message>
        <source>Panggilan masih ditahan.</source>
        <translation>The call is still on hold.</translation>
    </message>
    <message>
        <source>Panggilan masuk tetap diterima.</source>
        <translation>Inbound calls still come in.</translation>
    </message>
    <message>
        <source>Panggilan tersambung tanpa suara.</source>
        <translation>The call is connected without sound.</translation>
    </message>
    <message>
        <source>Panggilan tetap tercatat.</source>
        <translation>The call stays on record.</translation>
    </message>
    <message>
        <source>Panggilan tidak bisa dijawab.</source>
        <translation>The call cannot be answered.</translation>
    </message>
    <message>
        <source>Panggilan tidak diputus.</source>
        <translation>The call is not cut off.</translation>
    </message>
    <message>
        <source>Panggilan yang berjalan tidak diputus.</source>
        <translation>Running calls are not cut off.</translation>
    </message>
    <message>
        <source>Pasang ulang program, atau hubungi TI.</source>
        <translation>Install the program again, or call IT.</translation>
    </message>
    <message>
        <source>Pasang versi yang lebih baru, atau hubungi TI.</source>
        <translation>Install the newer version, or call IT.</translation>
    </message>
    <message>
        <source>Patokan</source>
        <translation>Landmark</translation>
    </message>
    <message>
        <source>Pekerjaan lain tidak terganggu.</source>
        <translation>Other work is not disturbed.</translation>
    </message>
    <message>
        <source>Pelatihan</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Pencarian gagal.</source>
        <translation>The search failed.</translation>
    </message>
    <message>
        <source>Penelepon ini tidak bisa menerima nada angka.</source>
        <translation>This caller&apos;s line takes no key tones.</translation>
    </message>
    <message>
        <source>Peran Anda belum boleh melakukan ini.</source>
        <translation>Your role may not do this.</translation>
    </message>
    <message>
        <source>Periksa angka lintang dan bujur.</source>
        <translation>Check latitude and longitude.</translation>
    </message>
    <message>
        <source>Periksa nomornya.</source>
        <translation>Check the number.</translation>
    </message>
    <message>
        <source>Periksa senyap</source>
        <translation>Silent check</translation>
    </message>
    <message>
        <source>Peringatan ini tidak ada lagi.</source>
        <translation>This alert no longer exists.</translation>
    </message>
    <message>
        <source>Perintah itu tidak dikenal.</source>
        <translation>That command is unknown.</translation>
    </message>
    <message>
        <source>Perintah tidak bisa dijalankan ({code}).</source>
        <translation>The command cannot be carried out ({code}).</translation>
    </message>
    <message>
        <source>Pilih darat, air, atau keduanya.</source>
        <translation>Choose road, water or both.</translation>
    </message>
    <message>
        <source>Pilih dari daftar.</source>
        <translation>Choose from the list.</translation>
    </message>
    <message>
        <source>Pilih hasil akhir.</source>
        <translation>Choose a disposition.</translation>
    </message>
    <message>
        <source>Pilih jenis lain.</source>
        <translation>Choose another class.</translation>
    </message>
    <message>
        <source>Pilih panggilan lain.</source>
        <translation>Choose another call.</translation>
    </message>
    <message>
        <source>Pilih salah satu huruf yang ditampilkan.</source>
        <translation>Choose one of the letters shown.</translation>
    </message>
    <message>
        <source>Pilih salah satu langkah yang ditampilkan.</source>
        <translation>Choose one of the steps shown.</translation>
    </message>
    <message>
        <source>Pilih salah satu yang ditampilkan.</source>
        <translation>Choose one of those shown.</translation>
    </message>
    <message>
        <source>Pilih satuan lain, atau tegaskan bila tetap dipakai.</source>
        <translation>Choose another unit, or confirm to use it anyway.</translation>
    </message>
    <message>
        <source>Pilih satuan lain.</source>
        <translation>Choose another unit.</translation>
    </message>
    <message>
        <source>Pilih ya, tidak bisa dihubungi, atau tidak perlu.</source>
        <translation>Choose yes, unreachable or not needed.</translation>
    </message>
    <message>
        <source>Port telepon sudah dipakai program lain.</source>
        <translation>The telephone port is used by another program.</translation>
    </message>
    <message>
        <source>Prioritas</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Prioritas {priority} tidak dikenal.</source>
        <translation>Priority {priority} is unknown.</translation>
    </message>
    <message>
        <source>Prosedur senyap belum dimulai.</source>
        <translation>The silent procedure has not been started.</translation>
    </message>
    <message>
        <source>Putar rekaman setelah panggilan selesai atau ditahan.</source>
        <translation>Play the recording after the call has ended or is on hold.</translation>
    </message>
    <message>
        <source>Rekaman tidak bisa ditulis.</source>
        <translation>The recording cannot be written.</translation>
    </message>
    <message>
        <source>Saluran dihidupkan ulang</source>
        <translation>Line restarting</translation>
    </message>
    <message>
        <source>Saluran dihidupkan ulang otomatis; tunggu 2 detik.</source>
        <translation>The line restarts by itself; wait 2 seconds.</translation>
    </message>
    <message>
        <source>Saluran dinyalakan</source>
        <translation>Line starting</translation>
    </message>
    <message>
        <source>Saluran gagal</source>
        <translation>Line failed</translation>
    </message>
    <message>
        <source>Saluran siap</source>
        <translation>Line ready</translation>
    </message>
    <message>
        <source>Saluran siap (langsung)</source>
        <translation>Line ready (direct)</translation>
    </message>
    <message>
        <source>Saluran telepon belum bisa dihubungi.</source>
        <translation>The telephone line cannot be reached yet.</translation>
    </message>
    <message>
        <source>Saluran telepon menolak layar ini.</source>
        <translation>The telephone line refuses this screen.</translation>
    </message>
    <message>
        <source>Saluran telepon sedang tidak siap.</source>
        <translation>The telephone line is not ready now.</translation>
    </message>
    <message>
        <source>Saluran telepon tidak bisa dinyalakan.</source>
        <translation>The telephone line cannot be started.</translation>
    </message>
    <message>
        <source>Saluran telepon tidak menjawab.</source>
        <translation>The telephone line does not respond.</translation>
    </message>
    <message>
        <source>Sambungan tetap ada.</source>
        <translation>The connection stays.</translation>
    </message>
    <message>
        <source>Sampai</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>Satuan ini tidak dikenal.</source>
        <translation>This unit is unknown.</translation>
    </message>
    <message>
        <source>Sedang</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>Selesai</source>
        <translation>Completed</translation>
    </message>
    <message>
        <source>Selesai lapangan</source>
        <translation>Field work done</translation>
    </message>
    <message>
        <source>Selesaikan atau batalkan tugas instansi dulu.</source>
        <translation>Complete or cancel the agency tasks first.</translation>
    </message>
    <message>
        <source>Setelah panggilan selesai, tutup dan buka lagi.</source>
        <translation>When the call has ended, close and open again.</translation>
    </message>
    <message>
        <source>Setelan {key} tidak dikenal.</source>
        <translation>Setting {key} is unknown.</translation>
    </message>
    <message>
        <source>Siaga</source>
        <translation>Staged</translation>
    </message>
    <message>
        <source>Siap</source>
        <translation>Available</translation>
    </message>
    <message>
        <source>Sinkron</source>
        <translation>In sync</translation>
    </message>
    <message>
        <source>Sudah dikirim ke instansi itu.</source>
        <translation>Already sent to that agency.</translation>
    </message>
    <message>
        <source>Tanpa PBX, meja ini tidak bisa menelepon nomor biasa.</source>
        <translation>Without a PBX this desk cannot dial ordinary numbers.</translation>
    </message>
    <message>
        <source>Tekan F9 dan jawab semua baris daftar periksa.</source>
        <translation>Press F9 and answer every line of the checklist.</translation>
    </message>
    <message>
        <source>Tekan F9.</source>
        <translation>Press F9.</translation>
    </message>
    <message>
        <source>Tempat</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Tempat yang lama tetap.</source>
        <translation>The old place stays.</translation>
    </message>
    <message>
        <source>Terjebak</source>
        <translation>Trapped</translation>
    </message>
    <message>
        <source>Terkendali</source>
        <translation>Under control</translation>
    </message>
    <message>
        <source>Terklasifikasi</source>
        <translation>Classified</translation>
    </message>
    <message>
        <source>Terlalu banyak catatan menunggu disk.</source>
        <translation>Too many records are waiting for the disk.</translation>
    </message>
    <message>
        <source>Terputus di antrean</source>
        <translation>Abandoned in the queue</translation>
    </message>
    <message>
        <source>Terputus saat bicara</source>
        <translation>Dropped while talking</translation>
    </message>
    <message>
        <source>Tersimpan</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>Tertunda</source>
        <translation>Delayed</translation>
    </message>
    <message>
        <source>Terverifikasi</source>
        <translation>Verified</translation>
    </message>
    <message>
        <source>Tiba</source>
        <translation>On scene</translation>
    </message>
    <message>
        <source>Tidak ada panggilan yang berdering.</source>
        <translation>No call is ringing.</translation>
    </message>
    <message>
        <source>Tidak bisa menyimpan</source>
        <translation>Cannot save</translation>
    </message>
    <message>
        <source>Tidak siap</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>Tiket dan peta tetap bekerja.</source>
        <translation>Tickets and map keep working.</translation>
    </message>
    <message>
        <source>Tiket ini tidak ditemukan.</source>
        <translation>This ticket was not found.</translation>
    </message>
    <message>
        <source>Tiket tersimpan.</source>
        <translation>The ticket is saved.</translation>
    </message>
    <message>
        <source>Tiket tetap terbuka.</source>
        <translation>The ticket stays open.</translation>
    </message>
    <message>
        <source>Tiket tetap tersimpan.</source>
        <translation>The ticket stays saved.</translation>
    </message>
    <message>
        <source>Tiket tetap tersimpan; panggilan mungkin masih berjalan.</source>
        <translation>The ticket stays saved; the call may still be running.</translation>
    </message>
    <message>
        <source>Tiket {ticket} masih terbuka.</source>
        <translation>Ticket {ticket} is still open.</translation>
    </message>
    <message>
        <source>Tiket {ticket} sudah berakhir.</source>
        <translation>Ticket {ticket} has ended.</translation>
    </message>
    <message>
        <source>Titik itu bukan koordinat yang mungkin.</source>
        <translation>That point is not a possible coordinate.</translation>
    </message>
    <message>
        <source>Titik lokasi</source>
        <translation>Location point</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transporting</translation>
    </message>
    <message>
        <source>Tugas instansi ini tidak dikenal lagi.</source>
        <translation>This agency task is no longer known.</translation>
    </message>
    <message>
        <source>Tugas tetap menunggu.</source>
        <translation>The task keeps waiting.</translation>
    </message>
    <message>
        <source>Tugas yang lama masih berjalan.</source>
        <translation>The earlier task is still running.</translation>
    </message>
    <message>
        <source>Tulis alasannya, lalu ulangi.</source>
        <translation>Write the reason, then repeat.</translation>
    </message>
    <message>
        <source>Tulis angka 0 atau lebih.</source>
        <translation>Write a number, 0 or more.</translation>
    </message>
    <message>
        <source>Tulis dulu, lalu ulangi.</source>
        <translation>Write something first, then repeat.</translation>
    </message>
    <message>
        <source>Tulis nama petugas yang menerima.</source>
        <translation>Write the name of the officer who accepts.</translation>
    </message>
    <message>
        <source>Tunggu beberapa detik; pakai telepon cadangan bila perlu.</source>
        <translation>Wait a few seconds; use the backup telephone if needed.</translation>
    </message>
    <message>
        <source>Tunggu sebentar.</source>
        <translation>Wait a moment.</translation>
    </message>
    <message>
        <source>Tutup panggilan dulu (F4).</source>
        <translation>Hang up first (F4).</translation>
    </message>
    <message>
        <source>Tutup semua jendela Batola Desk, lalu buka lagi.</source>
        <translation>Close all Batola Desk windows, then open again.</translation>
    </message>
    <message>
        <source>Ulangi lewat eskalasi pada tugasnya.</source>
        <translation>Repeat it through escalation on the task.</translation>
    </message>
    <message>
        <source>Volume harus antara 0 dan 100.</source>
        <translation>The volume must be between 0 and 100.</translation>
    </message>
    <message>
        <source>Meja</source>
        <translation>Desk</translation>
    </message>
    <message>
        <source>Layar</source>
        <translation>Screen</translation>
    </message>
    <message>
        <source>Suara</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Saluran telepon</source>
        <translation>Telephone line</translation>
    </message>
    <message>
        <source>Pengawasan dan latihan</source>
        <translation>Supervision and training</translation>
    </message>
    <message>
        <source>Rekaman</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>Peta dan perjalanan</source>
        <translation>Map and ways</translation>
    </message>
    <message>
        <source>Posisi</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Sekretariat</source>
        <translation>Secretariat</translation>
    </message>
    <message>
        <source>Pusat layanan</source>
        <translation>Centre</translation>
    </message>
    <message>
        <source>Peringatan cuaca</source>
        <translation>Weather warnings</translation>
    </message>
    <message>
        <source>Batas waktu</source>
        <translation>Time limits</translation>
    </message>
    <message>
        <source>Kebijakan, terkunci</source>
        <translation>Policy, locked</translation>
    </message>
    <message>
        <source>Meja ini</source>
        <translation>This desk</translation>
    </message>
    <message>
        <source>Berkas TI</source>
        <translation>IT&apos;s file</translation>
    </message>
    <message>
        <source>Bawaan</source>
        <translation>Default</translation>
    </message>
    <message>
        <source>Berlaku langsung.</source>
        <translation>Counts at once.</translation>
    </message>
    <message>
        <source>Berlaku setelah jendela ditutup dan dibuka lagi.</source>
        <translation>Counts when the window has been closed and opened again.</translation>
    </message>
    <message>
        <source>Berlaku setelah saluran telepon dimulai lagi; panggilan yang berjalan tidak diputus untuk itu.</source>
        <translation>Counts when the telephone line has been started again; no live call is ended for it.</translation>
    </message>
    <message>
        <source>Berlaku setelah penerima posisi satuan dimulai lagi.</source>
        <translation>Counts when the receiver of units&apos; positions has been started again.</translation>
    </message>
    <message>
        <source>Berlaku setelah batola-desk intake dimulai lagi.</source>
        <translation>Counts after batola-desk intake has been started again.</translation>
    </message>
    <message>
        <source>Boleh diubah siapa pun di meja ini.</source>
        <translation>Whoever sits here may change it.</translation>
    </message>
    <message>
        <source>Boleh diubah ketua regu dan admin TI.</source>
        <translation>Shift lead and IT may change it.</translation>
    </message>
    <message>
        <source>Boleh diubah admin TI.</source>
        <translation>IT may change it.</translation>
    </message>
    <message>
        <source>Diisi sendiri oleh program.</source>
        <translation>The program fills it in itself.</translation>
    </message>
    <message>
        <source>Yang boleh: ya atau tidak.</source>
        <translation>Allowed: yes or no.</translation>
    </message>
    <message>
        <source>Harus bilangan bulat.</source>
        <translation>A whole number is needed.</translation>
    </message>
    <message>
        <source>Harus angka.</source>
        <translation>A number is needed.</translation>
    </message>
    <message>
        <source>Harus teks.</source>
        <translation>A text is needed.</translation>
    </message>
    <message>
        <source>Harus daftar teks, dipisah koma.</source>
        <translation>A list of texts is needed, with commas between them.</translation>
    </message>
    <message>
        <source>Harus daftar nama = nilai.</source>
        <translation>A list of name = value is needed.</translation>
    </message>
    <message>
        <source>Yang boleh: {allowed}.</source>
        <translation>Allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Paling sedikit {allowed}.</source>
        <translation>At least {allowed}.</translation>
    </message>
    <message>
        <source>Paling banyak {allowed}.</source>
        <translation>At most {allowed}.</translation>
    </message>
    <message>
        <source>Ada karakter yang tidak boleh.</source>
        <translation>It has a character that is not allowed.</translation>
    </message>
    <message>
        <source>Ya</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Tidak</source>
        <translation>No</translation>
    </message>
    <message>
        <source>kosong</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>tersimpan, tidak ditampilkan</source>
        <translation>kept, not shown</translation>
    </message>
    <message>
        <source>air</source>
        <translation>water</translation>
    </message>
    <message>
        <source>baru</source>
        <translation>new</translation>
    </message>
    <message>
        <source>bekerja</source>
        <translation>working</translation>
    </message>
    <message>
        <source>berdering</source>
        <translation>ringing</translation>
    </message>
    <message>
        <source>berulang cepat</source>
        <translation>repeated quickly</translation>
    </message>
    <message>
        <source>daftar desa</source>
        <translation>village list</translation>
    </message>
    <message>
        <source>dalam batas</source>
        <translation>within limit</translation>
    </message>
    <message>
        <source>darat</source>
        <translation>road</translation>
    </message>
    <message>
        <source>darat dan air</source>
        <translation>road and water</translation>
    </message>
    <message>
        <source>dekat kejadian terbuka</source>
        <translation>near an open incident</translation>
    </message>
    <message>
        <source>di lokasi</source>
        <translation>on scene</translation>
    </message>
    <message>
        <source>dialokasikan</source>
        <translation>assigned</translation>
    </message>
    <message>
        <source>dibuat petugas</source>
        <translation>made by the operator</translation>
    </message>
    <message>
        <source>dijawab meja lain</source>
        <translation>answered by another desk</translation>
    </message>
    <message>
        <source>ditolak</source>
        <translation>rejected</translation>
    </message>
    <message>
        <source>ditutup penelepon</source>
        <translation>caller hung up</translation>
    </message>
    <message>
        <source>Diterima oleh…</source>
        <translation>Acknowledged by…</translation>
    </message>
    <message>
        <source>Ditolak…</source>
        <translation>Rejected…</translation>
    </message>
    <message>
        <source>Laporan akhir…</source>
        <translation>Final report…</translation>
    </message>
    <message>
        <source>Batalkan…</source>
        <translation>Cancel…</translation>
    </message>
    <message>
        <source>Betulkan nama…</source>
        <translation>Correct the name…</translation>
    </message>
    <message>
        <source>Dermaga</source>
        <translation>Jetty</translation>
    </message>
    <message>
        <source>Titik pompa</source>
        <translation>Pump point</translation>
    </message>
    <message>
        <source>Pos</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Jalan ditutup</source>
        <translation>Closed road</translation>
    </message>
    <message>
        <source>Zona bahaya</source>
        <translation>Danger area</translation>
    </message>
    <message>
        <source>Letak</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Nama</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Sebutan lain</source>
        <translation>Other names</translation>
    </message>
    <message>
        <source>Masa berlaku</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>Batas pasang</source>
        <translation>Tide limits</translation>
    </message>
    <message>
        <source>Tiket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Tetap sesudah tiket selesai</source>
        <translation>Stays after its ticket</translation>
    </message>
    <message>
        <source>Keberadaan</source>
        <translation>Presence</translation>
    </message>
    <message>
        <source>ditutup petugas</source>
        <translation>operator hung up</translation>
    </message>
    <message>
        <source>gagal tersambung</source>
        <translation>could not connect</translation>
    </message>
    <message>
        <source>dialihkan</source>
        <translation>transferred</translation>
    </message>
    <message>
        <source>diteruskan ke sambungan lain</source>
        <translation>passed on to another connection</translation>
    </message>
    <message>
        <source>Ketua regu mendengarkan</source>
        <translation>The shift lead listens</translation>
    </message>
    <message>
        <source>Ketua regu berbisik kepada Anda</source>
        <translation>The shift lead whispers to you</translation>
    </message>
    <message>
        <source>Ketua regu ikut bicara</source>
        <translation>The shift lead takes part</translation>
    </message>
    <message>
        <source>diserahkan kepada instansi</source>
        <translation>handed over to the agency</translation>
    </message>
    <message>
        <source>diserahkan kepada meja lain</source>
        <translation>handed over to another desk</translation>
    </message>
    <message>
        <source>tersambung lewat meja ini</source>
        <translation>connected through this desk</translation>
    </message>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>ditolak sentral</source>
        <translation>refused by the exchange</translation>
    </message>
    <message>
        <source>sedang diserahkan</source>
        <translation>being handed over</translation>
    </message>
    <message>
        <source>tanpa pendaftaran</source>
        <translation>no registration</translation>
    </message>
    <message>
        <source>terdaftar</source>
        <translation>registered</translation>
    </message>
    <message>
        <source>sedang mendaftar</source>
        <translation>registering</translation>
    </message>
    <message>
        <source>GAGAL</source>
        <translation>FAILED</translation>
    </message>
    <message>
        <source>headset kedua tidak ada</source>
        <translation>there is no second headset</translation>
    </message>
    <message>
        <source>sejak diterima instansi</source>
        <translation>since the agency accepted</translation>
    </message>
    <message>
        <source>sejak laporan akhir</source>
        <translation>since the final report</translation>
    </message>
    <message>
        <source>hampir lewat</source>
        <translation>nearly overdue</translation>
    </message>
    <message>
        <source>darurat</source>
        <translation>emergency</translation>
    </message>
    <message>
        <source>ambulans</source>
        <translation>ambulance</translation>
    </message>
    <message>
        <source>gangguan hewan</source>
        <translation>animal control</translation>
    </message>
    <message>
        <source>kecelakaan (otomatis dari mobil)</source>
        <translation>crash (automatic, from a car)</translation>
    </message>
    <message>
        <source>darurat dari mobil</source>
        <translation>emergency from a car</translation>
    </message>
    <message>
        <source>pemadam kebakaran</source>
        <translation>fire brigade</translation>
    </message>
    <message>
        <source>kebocoran gas</source>
        <translation>gas leak</translation>
    </message>
    <message>
        <source>penyelamatan di laut</source>
        <translation>sea rescue</translation>
    </message>
    <message>
        <source>penyelamatan di gunung</source>
        <translation>mountain rescue</translation>
    </message>
    <message>
        <source>dokter</source>
        <translation>doctor</translation>
    </message>
    <message>
        <source>keracunan</source>
        <translation>poisoning</translation>
    </message>
    <message>
        <source>polisi</source>
        <translation>police</translation>
    </message>
    <message>
        <source>meja ini belum disiapkan untuk didampingi</source>
        <translation>this desk is not set up to be supervised</translation>
    </message>
    <message>
        <source>permintaan tidak terbaca</source>
        <translation>the request cannot be read</translation>
    </message>
    <message>
        <source>tanda tangan tidak cocok: supervision_secret berbeda</source>
        <translation>the signature does not fit: another supervision_secret</translation>
    </message>
    <message>
        <source>permintaan lama, atau jam kedua meja berbeda</source>
        <translation>an old request, or the two desks&apos; clocks differ</translation>
    </message>
    <message>
        <source>permintaan untuk meja lain</source>
        <translation>a request for another desk</translation>
    </message>
    <message>
        <source>permintaan yang sama dikirim dua kali</source>
        <translation>the same request came twice</translation>
    </message>
    <message>
        <source>nama pendamping berganti di tengah panggilan</source>
        <translation>the lead&apos;s name changed in mid-call</translation>
    </message>
    <message>
        <source>ditandai darurat</source>
        <translation>marked emergency</translation>
    </message>
    <message>
        <source>ditandai mendesak</source>
        <translation>marked urgent</translation>
    </message>
    <message>
        <source>pusat darurat lain menelepon balik</source>
        <translation>another emergency centre calls back</translation>
    </message>
    <message>
        <source>coba sekali lagi</source>
        <translation>try once more</translation>
    </message>
    <message>
        <source>teks terkirim</source>
        <translation>text sent</translation>
    </message>
    <message>
        <source>semua percobaan gagal</source>
        <translation>no attempt got through</translation>
    </message>
    <message>
        <source>hasil akhir belum dipilih</source>
        <translation>no disposition chosen yet</translation>
    </message>
    <message>
        <source>Kaitan panggilan</source>
        <translation>Link of the call</translation>
    </message>
    <message>
        <source>Penggabungan tiket</source>
        <translation>Merging of tickets</translation>
    </message>
    <message>
        <source>Kaitan tiket</source>
        <translation>Link of tickets</translation>
    </message>
    <message>
        <source>Pelepasan kaitan tiket</source>
        <translation>Removal of a link</translation>
    </message>
    <message>
        <source>Pemisahan panggilan</source>
        <translation>Splitting of a call</translation>
    </message>
    <message>
        <source>Penilaian laporan mirip</source>
        <translation>Judgement of a similar report</translation>
    </message>
    <message>
        <source>Jawaban triase</source>
        <translation>Triage answer</translation>
    </message>
    <message>
        <source>Laporan satuan</source>
        <translation>Report of a unit</translation>
    </message>
    <message>
        <source>Tidak tahu</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>slip cetak</source>
        <translation>printed slip</translation>
    </message>
    <message>
        <source>dari panggilan</source>
        <translation>from the call</translation>
    </message>
    <message>
        <source>server posisi</source>
        <translation>location server</translation>
    </message>
    <message>
        <source>AML (SMS)</source>
        <translation>AML (SMS)</translation>
    </message>
    <message>
        <source>AML</source>
        <translation>AML</translation>
    </message>
    <message>
        <source>tautan</source>
        <translation>link</translation>
    </message>
    <message>
        <source>headset yang dipilih tidak ada</source>
        <translation>the chosen headset is missing</translation>
    </message>
    <message>
        <source>ketua regu</source>
        <translation>shift lead</translation>
    </message>
    <message>
        <source>Kronologi</source>
        <translation>Narrative</translation>
    </message>
    <message>
        <source>klik peta</source>
        <translation>map click</translation>
    </message>
    <message>
        <source>koordinat</source>
        <translation>coordinates</translation>
    </message>
    <message>
        <source>lain-lain</source>
        <translation>other</translation>
    </message>
    <message>
        <source>{count} hari</source>
        <translation>{count} d</translation>
    </message>
    <message>
        <source>{count} jam</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} menit</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} detik</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>malam hari</source>
        <translation>at night</translation>
    </message>
    <message>
        <source>masih ada instansi yang bekerja</source>
        <translation>an agency is still working</translation>
    </message>
    <message>
        <source>menuju</source>
        <translation>en route</translation>
    </message>
    <message>
        <source>menunggu nama</source>
        <translation>waiting for a name</translation>
    </message>
    <message>
        <source>mikrofon yang dipilih tidak ada</source>
        <translation>the chosen microphone is missing</translation>
    </message>
    <message>
        <source>panggilan</source>
        <translation>call</translation>
    </message>
    <message>
        <source>pelapor belum diberi tahu</source>
        <translation>caller not informed yet</translation>
    </message>
    <message>
        <source>penelepon batal</source>
        <translation>caller gave up</translation>
    </message>
    <message>
        <source>penelepon menelepon lagi</source>
        <translation>caller phoned again</translation>
    </message>
    <message>
        <source>pengeras suara tidak ada</source>
        <translation>no loudspeaker</translation>
    </message>
    <message>
        <source>penggerak suara macet</source>
        <translation>sound driver stuck</translation>
    </message>
    <message>
        <source>perangkat suara baru saja hilang</source>
        <translation>a sound device just vanished</translation>
    </message>
    <message>
        <source>perangkat suara dimatikan lewat konfigurasi</source>
        <translation>sound devices switched off by configuration</translation>
    </message>
    <message>
        <source>perangkat suara tidak bisa dibuka</source>
        <translation>the sound device cannot be opened</translation>
    </message>
    <message>
        <source>pos</source>
        <translation>post</translation>
    </message>
    <message>
        <source>pustaka suara (PortAudio) tidak ada</source>
        <translation>sound library (PortAudio) missing</translation>
    </message>
    <message>
        <source>salah pencet</source>
        <translation>accidental dial</translation>
    </message>
    <message>
        <source>saluran meja ini terhenti</source>
        <translation>this desk&apos;s line stopped</translation>
    </message>
    <message>
        <source>sambungan hilang</source>
        <translation>connection lost</translation>
    </message>
    <message>
        <source>pemeriksaan</source>
        <translation>check</translation>
    </message>
    <message>
        <source>Pemeriksaan {check} sendiri gagal: {detail}.</source>
        <translation>The check {check} itself failed: {detail}.</translation>
    </message>
    <message>
        <source>Kirim paket dukungan (doctor --bundle) ke pembuat program.</source>
        <translation>Send the support bundle (doctor --bundle) to the makers.</translation>
    </message>
    <message>
        <source>versi</source>
        <translation>version</translation>
    </message>
    <message>
        <source>cadangan</source>
        <translation>backup</translation>
    </message>
    <message>
        <source>saluran dan panggilan uji</source>
        <translation>line and test call</translation>
    </message>
    <message>
        <source>surel</source>
        <translation>e-mail</translation>
    </message>
    <message>
        <source>batola-desk {desk}, Python {python}, Qt {qt}, SQLite {sqlite}, {system}.</source>
        <translation>batola-desk {desk}, Python {python}, Qt {qt}, SQLite {sqlite}, {system}.</translation>
    </message>
    <message>
        <source>Python {python} tidak didukung.</source>
        <translation>Python {python} is not supported.</translation>
    </message>
    <message>
        <source>Pasang Python 3.11, 3.12 atau 3.13, atau pakai pemasang.</source>
        <translation>Install Python 3.11, 3.12 or 3.13, or use the installer.</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>folder</translation>
    </message>
    <message>
        <source>{folder} bisa ditulis.</source>
        <translation>{folder} can be written.</translation>
    </message>
    <message>
        <source>{folder} tidak bisa ditulis ({detail}).</source>
        <translation>{folder} cannot be written ({detail}).</translation>
    </message>
    <message>
        <source>Beri akun ini hak tulis di folder itu.</source>
        <translation>Give this account the right to write there.</translation>
    </message>
    <message>
        <source>konfigurasi</source>
        <translation>configuration</translation>
    </message>
    <message>
        <source>{folder} ({count} berkas, hanya TI yang mengubah).</source>
        <translation>{folder} ({count} files, changed by IT only).</translation>
    </message>
    <message>
        <source>{folder} tidak bisa dibaca ({detail}).</source>
        <translation>{folder} cannot be read ({detail}).</translation>
    </message>
    <message>
        <source>Masukkan akun ini ke petugas meja.</source>
        <translation>Make this account one of the desk&apos;s operators.</translation>
    </message>
    <message>
        <source>ruang disk</source>
        <translation>disk space</translation>
    </message>
    <message>
        <source>{gb} GB kosong di {folder}.</source>
        <translation>{gb} GB free on {folder}.</translation>
    </message>
    <message>
        <source>Hanya {gb} GB kosong di {folder}.</source>
        <translation>Only {gb} GB free on {folder}.</translation>
    </message>
    <message>
        <source>Meja masih bekerja; rekaman dan jurnal masih ditulis.</source>
        <translation>The desk still works; recordings and journal are still written.</translation>
    </message>
    <message>
        <source>Kosongkan disk sampai lebih dari {least} GB, atau pindahkan data ke disk lain.</source>
        <translation>Free the disk until more than {least} GB are left, or move the data to another disk.</translation>
    </message>
    <message>
        <source>kecepatan disk</source>
        <translation>disk speed</translation>
    </message>
    <message>
        <source>{ms} ms per tulis yang dipastikan (fsync), {mb_per_s} MB/s berurutan.</source>
        <translation>{ms} ms for a write made safe (fsync), {mb_per_s} MB/s in a row.</translation>
    </message>
    <message>
        <source>Disk lambat: {ms} ms per tulis yang dipastikan (fsync), {mb_per_s} MB/s berurutan.</source>
        <translation>The disk is slow: {ms} ms for a write made safe (fsync), {mb_per_s} MB/s in a row.</translation>
    </message>
    <message>
        <source>Meja bekerja; menyimpan terasa lambat.</source>
        <translation>The desk works; saving feels slow.</translation>
    </message>
    <message>
        <source>Periksa disk dan pengecualian antivirus untuk folder data; pakai SSD.</source>
        <translation>Look at the disk and at the antivirus exclusion of the data folder; use an SSD.</translation>
    </message>
    <message>
        <source>katalog</source>
        <translation>catalogue</translation>
    </message>
    <message>
        <source>{types} jenis kejadian, {agencies} instansi, {units} satuan.</source>
        <translation>{types} incident types, {agencies} agencies, {units} units.</translation>
    </message>
    <message>
        <source>{detail}.</source>
        <translation>{detail}.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu, lalu buka meja lagi.</source>
        <translation>Mend that line, then open the desk again.</translation>
    </message>
    <message>
        <source>instansi</source>
        <translation>agencies</translation>
    </message>
    <message>
        <source>{count} instansi belum punya nomor.</source>
        <translation>{count} agencies have no number yet.</translation>
    </message>
    <message>
        <source>Instansi itu tetap bisa dipilih, tetapi tidak bisa ditelepon dengan satu tombol.</source>
        <translation>They can still be chosen, but not called with one key.</translation>
    </message>
    <message>
        <source>Isi nomornya di agencies.toml.</source>
        <translation>Enter their numbers in agencies.toml.</translation>
    </message>
    <message>
        <source>satuan</source>
        <translation>unit</translation>
    </message>
    <message>
        <source>Belum ada satuan.</source>
        <translation>There are no units yet.</translation>
    </message>
    <message>
        <source>Panggilan dan tiket tetap bekerja.</source>
        <translation>Calls and tickets work all the same.</translation>
    </message>
    <message>
        <source>Isi units.toml, atau tambah satuan di meja.</source>
        <translation>Fill in units.toml, or add units at the desk.</translation>
    </message>
    <message>
        <source>jurnal</source>
        <translation>journal</translation>
    </message>
    <message>
        <source>Belum ada; dibuat saat meja dibuka pertama kali.</source>
        <translation>Not there yet; made when the desk is opened for the first time.</translation>
    </message>
    <message>
        <source>{count} fakta, {mb} MB; periksa penuh: batola-desk verify.</source>
        <translation>{count} facts, {mb} MB; full check: batola-desk verify.</translation>
    </message>
    <message>
        <source>{file} tidak bisa dibaca: {detail}.</source>
        <translation>{file} cannot be read: {detail}.</translation>
    </message>
    <message>
        <source>Panggilan tetap diterima dan direkam.</source>
        <translation>Calls are still taken and recorded.</translation>
    </message>
    <message>
        <source>Buka meja: berkas rusak akan diselamatkan; kalau tidak bisa, pulihkan dari cadangan.</source>
        <translation>Open the desk: a damaged file is rescued; if that fails, restore it from the backup.</translation>
    </message>
    <message>
        <source>Jurnal rusak ({detail}).</source>
        <translation>The journal is damaged ({detail}).</translation>
    </message>
    <message>
        <source>suara</source>
        <translation>sound</translation>
    </message>
    <message>
        <source>{problem}.</source>
        <translation>{problem}.</translation>
    </message>
    <message>
        <source>Meja tetap bekerja; panggilan direkam tetapi mungkin tidak terdengar.</source>
        <translation>The desk works; calls are recorded but perhaps not heard.</translation>
    </message>
    <message>
        <source>Periksa kabel headset dan pilihan perangkat di Pengaturan.</source>
        <translation>Check the headset&apos;s cable and the choice of devices in the settings.</translation>
    </message>
    <message>
        <source>perangkat</source>
        <translation>device</translation>
    </message>
    <message>
        <source>{name} ({api}): dengar {outputs}, mikrofon {inputs}, {hz} Hz.</source>
        <translation>{name} ({api}): {outputs} out, {inputs} in, {hz} Hz.</translation>
    </message>
    <message>
        <source>uji suara</source>
        <translation>sound test</translation>
    </message>
    <message>
        <source>Panggilan tetap masuk dan direkam.</source>
        <translation>Calls still come in and are recorded.</translation>
    </message>
    <message>
        <source>Tidak diuji: saluran sedang menyala dan memegang perangkat suara.</source>
        <translation>Not tested: the line is running and holds the sound devices.</translation>
    </message>
    <message>
        <source>Meja bekerja.</source>
        <translation>The desk works.</translation>
    </message>
    <message>
        <source>Pakai Uji suara di Pengaturan meja, di luar panggilan.</source>
        <translation>Use the sound test in the desk&apos;s settings, outside of calls.</translation>
    </message>
    <message>
        <source>Tidak ada headset dengan mikrofon; tidak bisa diuji.</source>
        <translation>There is no headset with a microphone; it cannot be tested.</translation>
    </message>
    <message>
        <source>Pasang headset, lalu ulangi.</source>
        <translation>Plug in a headset, then repeat.</translation>
    </message>
    <message>
        <source>kalimat</source>
        <translation>prompts</translation>
    </message>
    <message>
        <source>{count} rekaman; milik sendiri ditaruh di {folder}.</source>
        <translation>{count} recordings; the centre&apos;s own go into {folder}.</translation>
    </message>
    <message>
        <source>{file}: bukan berkas WAV yang utuh ({found}).</source>
        <translation>{file}: not a whole WAV file ({found}).</translation>
    </message>
    <message>
        <source>Kalimat bawaan diputar.</source>
        <translation>The prompt that came with the program is played.</translation>
    </message>
    <message>
        <source>Ganti berkas itu.</source>
        <translation>Replace that file.</translation>
    </message>
    <message>
        <source>{file}: harus 16 bit, 1 atau 2 kanal, 8000 sampai 48000 Hz ({found}).</source>
        <translation>{file}: must be 16 bit, 1 or 2 channels, 8000 to 48000 Hz ({found}).</translation>
    </message>
    <message>
        <source>Simpan ulang berkas itu dalam bentuk tersebut.</source>
        <translation>Save the file again in that form.</translation>
    </message>
    <message>
        <source>{file}: panjangnya harus 0,5 sampai 20 detik ({found}).</source>
        <translation>{file}: must be 0.5 to 20 seconds long ({found}).</translation>
    </message>
    <message>
        <source>Potong atau rekam ulang.</source>
        <translation>Cut it or record it again.</translation>
    </message>
    <message>
        <source>{file}: terlalu pelan, bagian keras minimal -35 dBFS ({found}).</source>
        <translation>{file}: too soft, its loud part must reach -35 dBFS ({found}).</translation>
    </message>
    <message>
        <source>Rekam ulang lebih keras.</source>
        <translation>Record it louder.</translation>
    </message>
    <message>
        <source>{file}: terlalu keras atau pecah, bagian keras maksimal -10 dBFS ({found}).</source>
        <translation>{file}: too loud or clipped, its loud part at most -10 dBFS ({found}).</translation>
    </message>
    <message>
        <source>Rekam ulang lebih pelan.</source>
        <translation>Record it softer.</translation>
    </message>
    <message>
        <source>peta</source>
        <translation>map</translation>
    </message>
    <message>
        <source>Tanpa paket peta.</source>
        <translation>There is no map pack.</translation>
    </message>
    <message>
        <source>Tempat tetap dicari dan ditulis; peta hanya skema.</source>
        <translation>Places are still searched and written; the map is a sketch only.</translation>
    </message>
    <message>
        <source>Impor: batola-desk map import BERKAS, atau Ctrl+Shift+F12 di meja.</source>
        <translation>Import one: batola-desk map import FILE, or Ctrl+Shift+F12 at the desk.</translation>
    </message>
    <message>
        <source>{name}, data {date}, utuh.</source>
        <translation>{name}, data {date}, whole.</translation>
    </message>
    <message>
        <source>Paket peta tanpa jaringan jalan.</source>
        <translation>The map pack has no roads.</translation>
    </message>
    <message>
        <source>Waktu tempuh hanya perkiraan garis lurus.</source>
        <translation>Travel times are estimates along a straight line.</translation>
    </message>
    <message>
        <source>Impor data yang memuat jalan.</source>
        <translation>Import data that hold the roads.</translation>
    </message>
    <message>
        <source>Data peta lebih dari dua tahun.</source>
        <translation>The map&apos;s data are more than two years old.</translation>
    </message>
    <message>
        <source>Peta tetap dipakai.</source>
        <translation>The map is still used.</translation>
    </message>
    <message>
        <source>Impor data yang baru.</source>
        <translation>Import new data.</translation>
    </message>
    <message>
        <source>Folder paket bersama {folder} tidak ada (map.pack_folder).</source>
        <translation>The shared folder of packs {folder} is not there (map.pack_folder).</translation>
    </message>
    <message>
        <source>Sambungkan folder itu, atau kosongkan pengaturannya.</source>
        <translation>Connect that folder, or empty the setting.</translation>
    </message>
    <message>
        <source>posisi penelepon</source>
        <translation>caller&apos;s position</translation>
    </message>
    <message>
        <source>Posisi yang datang bersama panggilan tetap dipakai.</source>
        <translation>Positions that come with the call are still used.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu di caller_positions.toml.</source>
        <translation>Mend that line in caller_positions.toml.</translation>
    </message>
    <message>
        <source>AML tidak diterima di meja ini (caller_positions.toml: [aml]).</source>
        <translation>AML is not taken at this desk (caller_positions.toml: [aml]).</translation>
    </message>
    <message>
        <source>AML {place} ({way}), port bebas.</source>
        <translation>AML {place} ({way}), the port is free.</translation>
    </message>
    <message>
        <source>AML {place} ({way}): port sedang dipakai.</source>
        <translation>AML {place} ({way}): the port is in use.</translation>
    </message>
    <message>
        <source>Kalau meja ini terbuka, itu meja ini sendiri.</source>
        <translation>If this desk is open, it is the desk itself.</translation>
    </message>
    <message>
        <source>AML {place}: {file} tidak ada.</source>
        <translation>AML {place}: {file} is not there.</translation>
    </message>
    <message>
        <source>Panggilan tetap bekerja; AML tidak akan diterima.</source>
        <translation>Calls work all the same; AML will not be taken.</translation>
    </message>
    <message>
        <source>Taruh berkas itu, atau perbaiki namanya.</source>
        <translation>Put the file there, or mend its name.</translation>
    </message>
    <message>
        <source>Posisi boleh diminta dari {hosts} (paling lama {limit_s} s).</source>
        <translation>Positions may be asked of {hosts} (at most {limit_s} s).</translation>
    </message>
    <message>
        <source>posisi satuan</source>
        <translation>unit&apos;s position</translation>
    </message>
    <message>
        <source>Mikrofon terbuka: {dbfs} dBFS, perangkat memberi suara.</source>
        <translation>Microphone open: {dbfs} dBFS, the device gives sound.</translation>
    </message>
    <message>
        <source>Mikrofon tidak memberi suara sama sekali ({dbfs} dBFS).</source>
        <translation>The microphone gives no sound at all ({dbfs} dBFS).</translation>
    </message>
    <message>
        <source>Panggilan tetap masuk dan direkam; penelepon tidak mendengar petugas.</source>
        <translation>Calls still come in and are recorded; callers do not hear the operator.</translation>
    </message>
    <message>
        <source>Periksa tombol bisu pada kabel dan hak mikrofon, lalu ulangi.</source>
        <translation>Check the mute switch on the cable and the right to use the microphone, then repeat.</translation>
    </message>
    <message>
        <source>{why} ({place})</source>
        <translation>{why} ({place})</translation>
    </message>
    <message>
        <source>Periksa batola-desk intake, proksi, dan intake.toml (docs/it/intake.md).</source>
        <translation>Check batola-desk intake, the proxy and intake.toml (docs/it/intake.md).</translation>
    </message>
    <message>
        <source>Satuan tetap bisa diletakkan dengan tangan.</source>
        <translation>Units can still be placed by hand.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu di avl.toml.</source>
        <translation>Mend that line in avl.toml.</translation>
    </message>
    <message>
        <source>Penerima posisi mati (avl.toml: enabled = true menyalakan).</source>
        <translation>The receiver of positions is off (avl.toml: enabled = true switches it on).</translation>
    </message>
    <message>
        <source>{place}, berjalan.</source>
        <translation>{place}, running.</translation>
    </message>
    <message>
        <source>tautan lokasi</source>
        <translation>location links</translation>
    </message>
    <message>
        <source>Meja ini tidak mengirim tautan lokasi (intake.toml: [desk]).</source>
        <translation>This desk sends no location links (intake.toml: [desk]).</translation>
    </message>
    <message>
        <source>{place} menjawab meja ini; SMS: {sms}, WhatsApp: {whatsapp}.</source>
        <translation>{place} answers this desk; SMS: {sms}, WhatsApp: {whatsapp}.</translation>
    </message>
    <message>
        <source>layanan tautan</source>
        <translation>link service</translation>
    </message>
    <message>
        <source>{place} dengan TLS.</source>
        <translation>{place} with TLS.</translation>
    </message>
    <message>
        <source>{place}, TIDAK berjalan.</source>
        <translation>{place}, NOT running.</translation>
    </message>
    <message>
        <source>Jalankan batola-desk intake.</source>
        <translation>Start batola-desk intake.</translation>
    </message>
    <message>
        <source>{file} tidak ada; {place} tidak bisa dimulai.</source>
        <translation>{file} is missing; {place} cannot be started.</translation>
    </message>
    <message>
        <source>Taruh sertifikat dan kuncinya, atau betulkan intake.toml.</source>
        <translation>Put certificate and key there, or correct intake.toml.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu di intake.toml.</source>
        <translation>Correct that line in intake.toml.</translation>
    </message>
    <message>
        <source>{place} menerima meja ini; surel ke instansi dikirim dari sini.</source>
        <translation>{place} takes this desk; e-mail to agencies is sent from here.</translation>
    </message>
    <message>
        <source>Cara lain ke instansi tetap bisa dipakai.</source>
        <translation>The other ways to agencies can still be used.</translation>
    </message>
    <message>
        <source>Periksa jaringan, sertifikat, dan mail.toml (docs/agencies.md).</source>
        <translation>Check the network, the certificate and mail.toml (docs/agencies.md).</translation>
    </message>
    <message>
        <source>Program surel yang dibuka, seperti tanpa berkas itu.</source>
        <translation>The mail program is opened, as without that file.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu di mail.toml.</source>
        <translation>Correct that line in mail.toml.</translation>
    </message>
    <message>
        <source>Jalankan batola-desk avl.</source>
        <translation>Start batola-desk avl.</translation>
    </message>
    <message>
        <source>Penerima posisi tanpa TLS: token dan posisi terbaca di jaringan.</source>
        <translation>The receiver of positions has no TLS: tokens and positions can be read on the network.</translation>
    </message>
    <message>
        <source>Posisi tetap diterima.</source>
        <translation>Positions are still taken.</translation>
    </message>
    <message>
        <source>Isi certificate dan key di avl.toml.</source>
        <translation>Fill in certificate and key in avl.toml.</translation>
    </message>
    <message>
        <source>Penerima posisi tanpa token.</source>
        <translation>The receiver of positions has no token.</translation>
    </message>
    <message>
        <source>Posisi tetap diterima, dari siapa saja.</source>
        <translation>Positions are still taken, from anybody.</translation>
    </message>
    <message>
        <source>batola-desk avl token membuat satu.</source>
        <translation>batola-desk avl token makes one.</translation>
    </message>
    <message>
        <source>{count} perangkat tidak dikenal penerima ini.</source>
        <translation>{count} devices that this receiver does not know.</translation>
    </message>
    <message>
        <source>Satuan lain tetap terlihat.</source>
        <translation>Other units are still seen.</translation>
    </message>
    <message>
        <source>Lihat perintah perangkat di meja (Ctrl+Shift+U).</source>
        <translation>See the devices at the desk (Ctrl+Shift+U).</translation>
    </message>
    <message>
        <source>{count} perangkat dengan jam terlalu cepat.</source>
        <translation>{count} devices whose clock is ahead.</translation>
    </message>
    <message>
        <source>Betulkan jam perangkat itu.</source>
        <translation>Set the clock of those devices.</translation>
    </message>
    <message>
        <source>{count} perangkat dengan pesan tersandi.</source>
        <translation>{count} devices with encrypted messages.</translation>
    </message>
    <message>
        <source>Matikan sandi di OwnTracks.</source>
        <translation>Switch encryption off in OwnTracks.</translation>
    </message>
    <message>
        <source>Ditolak {count} kali: token salah.</source>
        <translation>Refused {count} times: wrong token.</translation>
    </message>
    <message>
        <source>Isi token yang benar di perangkat itu.</source>
        <translation>Enter the right token in that device.</translation>
    </message>
    <message>
        <source>Ditolak {count} kali: terlalu sering.</source>
        <translation>Refused {count} times: too often.</translation>
    </message>
    <message>
        <source>Perpanjang jeda kirim di perangkat itu.</source>
        <translation>Let that device send less often.</translation>
    </message>
    <message>
        <source>Ditolak {count} kali: bukan posisi.</source>
        <translation>Refused {count} times: not a position.</translation>
    </message>
    <message>
        <source>Periksa jenis kiriman perangkat itu.</source>
        <translation>Check what that device sends.</translation>
    </message>
    <message>
        <source>Diputus {count} kali karena salah terus.</source>
        <translation>Hung up {count} times after repeated mistakes.</translation>
    </message>
    <message>
        <source>Periksa siapa yang mengirim ke port itu.</source>
        <translation>Find out who sends to that port.</translation>
    </message>
    <message>
        <source>sejak dijawab</source>
        <translation>since answered</translation>
    </message>
    <message>
        <source>sejak diterima</source>
        <translation>since acknowledged</translation>
    </message>
    <message>
        <source>sejak diteruskan</source>
        <translation>since forwarded</translation>
    </message>
    <message>
        <source>sejak tiba</source>
        <translation>since arrival</translation>
    </message>
    <message>
        <source>semua meja</source>
        <translation>all desks</translation>
    </message>
    <message>
        <source>senyap</source>
        <translation>silent</translation>
    </message>
    <message>
        <source>sering iseng</source>
        <translation>often pranks</translation>
    </message>
    <message>
        <source>sibuk</source>
        <translation>busy</translation>
    </message>
    <message>
        <source>sudah terhubung</source>
        <translation>reached</translation>
    </message>
    <message>
        <source>tanpa kodek yang cocok</source>
        <translation>no usable codec</translation>
    </message>
    <message>
        <source>terputus di antrean</source>
        <translation>abandoned in the queue</translation>
    </message>
    <message>
        <source>terputus saat bicara</source>
        <translation>dropped while talking</translation>
    </message>
    <message>
        <source>tidak ada headset</source>
        <translation>no headset</translation>
    </message>
    <message>
        <source>tidak ada mikrofon</source>
        <translation>no microphone</translation>
    </message>
    <message>
        <source>tidak ada pengeras suara</source>
        <translation>no loudspeaker</translation>
    </message>
    <message>
        <source>tidak ada perangkat suara</source>
        <translation>no sound device</translation>
    </message>
    <message>
        <source>tidak bisa dihubungi</source>
        <translation>unreachable</translation>
    </message>
    <message>
        <source>tidak dijawab</source>
        <translation>no answer</translation>
    </message>
    <message>
        <source>tidak perlu</source>
        <translation>not needed</translation>
    </message>
    <message>
        <source>tidak tersambung</source>
        <translation>not reached</translation>
    </message>
    <message>
        <source>ya</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>{call_sign} sedang bertugas ({tickets}).</source>
        <translation>{call_sign} is on duty ({tickets}).</translation>
    </message>
    <message>
        <source>{call_sign} sendiri dalam keadaan DARURAT.</source>
        <translation>{call_sign} is itself in EMERGENCY.</translation>
    </message>
    <message>
        <source>{call_sign} sudah ditugaskan ke tiket ini.</source>
        <translation>{call_sign} is already assigned to this ticket.</translation>
    </message>
    <message>
        <source>{call_sign} tidak bertugas di tiket ini.</source>
        <translation>{call_sign} is not assigned to this ticket.</translation>
    </message>
    <message>
        <source>{call_sign} tidak siap: {reason}.</source>
        <translation>{call_sign} is out of service: {reason}.</translation>
    </message>
    <message>
        <source>Tidak ada penempatan satuan yang bisa dibatalkan.</source>
        <translation>There is no placing of a unit to take back.</translation>
    </message>
    <message>
        <source>Posisi terakhir yang tampil tetap berlaku.</source>
        <translation>The position that is shown stays.</translation>
    </message>
    <message>
        <source>Letakkan satuan di tempat yang benar.</source>
        <translation>Place the unit where it is.</translation>
    </message>
    <message>
        <source>Tidak ada pemberian perangkat yang bisa dibatalkan.</source>
        <translation>There is no assignment of a device to take back.</translation>
    </message>
    <message>
        <source>Daftar tetap seperti tampil; mungkin meja lain sudah mengaturnya.</source>
        <translation>The list stays as shown; another desk may have changed it meanwhile.</translation>
    </message>
    <message>
        <source>Atur perangkat itu lagi di daftar.</source>
        <translation>Assign the device again in the list.</translation>
    </message>
    <message>
        <source>Nama perangkat ini tidak bisa dipakai (1 sampai {limit} huruf).</source>
        <translation>This device&apos;s name cannot be used (1 to {limit} letters).</translation>
    </message>
    <message>
        <source>Ganti nama perangkat di aplikasinya.</source>
        <translation>Change the device&apos;s name in its app.</translation>
    </message>
    <message>
        <source>Berkas jalur {file} tidak bisa dibaca ({detail}).</source>
        <translation>The track file {file} cannot be read ({detail}).</translation>
    </message>
    <message>
        <source>Posisi satuan tidak berubah.</source>
        <translation>The unit&apos;s position has not changed.</translation>
    </message>
    <message>
        <source>Pilih berkas GPX atau NMEA yang utuh.</source>
        <translation>Choose a whole GPX or NMEA file.</translation>
    </message>
    <message>
        <source>Berkas jalur {file} tidak berisi satu titik pun.</source>
        <translation>The track file {file} holds not one point.</translation>
    </message>
    <message>
        <source>Berkas itu {minutes} menit lebih tua dari posisi yang tampil.</source>
        <translation>That file is {minutes} minutes older than the position shown.</translation>
    </message>
    <message>
        <source>Posisi yang lebih baru tetap berlaku.</source>
        <translation>The newer position stays.</translation>
    </message>
    <message>
        <source>Bila satuan benar di sana, letakkan dengan tangan (Alt+G).</source>
        <translation>If the unit is really there, place it by hand (Alt+G).</translation>
    </message>
    <message>
        <source>avl.toml baris {line}: {key} = {found}.</source>
        <translation>avl.toml line {line}: {key} = {found}.</translation>
    </message>
    <message>
        <source>Posisi satuan tidak diterima; yang lain bekerja.</source>
        <translation>Positions of units are not received; everything else works.</translation>
    </message>
    <message>
        <source>Boleh: {allowed}.</source>
        <translation>Allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Penerima posisi di {host}:{port} tidak menjawab.</source>
        <translation>The receiver of positions at {host}:{port} does not answer.</translation>
    </message>
    <message>
        <source>Jalankan batola-desk avl, lalu ulangi.</source>
        <translation>Run batola-desk avl, then try again.</translation>
    </message>
    <message>
        <source>Meja ini menjadi meja {letter}.</source>
        <translation>This desk becomes desk {letter}.</translation>
    </message>
    <message>
        <source>Huruf meja belum benar.</source>
        <translation>The desk letter is not right yet.</translation>
    </message>
    <message>
        <source>Ketik satu huruf A sampai Z; setiap meja punya hurufnya sendiri.</source>
        <translation>Type one letter A to Z; every desk has its own.</translation>
    </message>
    <message>
        <source>Tiket lama di komputer ini memakai huruf {old}; yang baru {letter}.</source>
        <translation>Old tickets on this computer carry letter {old}; new ones {letter}.</translation>
    </message>
    <message>
        <source>Tiket lama tetap bernama seperti dulu. Lanjutkan bila memang pindah.</source>
        <translation>Old tickets keep their names. Go on if it does move.</translation>
    </message>
    <message>
        <source>Meja {letter} sedang bekerja di ruang ini dari komputer lain.</source>
        <translation>Desk {letter} is at work in this room on another computer.</translation>
    </message>
    <message>
        <source>Pilih huruf lain di halaman pertama, atau tutup dulu meja yang lain itu.</source>
        <translation>Choose another letter on the first page, or close that other desk first.</translation>
    </message>
    <message>
        <source>Huruf {letter} baru-baru ini dipakai meja lain di ruang ini.</source>
        <translation>Letter {letter} was used by another desk of this room recently.</translation>
    </message>
    <message>
        <source>Lanjutkan hanya bila komputer ini menggantikan meja itu; selain itu pilih huruf lain.</source>
        <translation>Go on only if this computer replaces that desk; else choose another letter.</translation>
    </message>
    <message>
        <source>{login} masuk di {host}; ruang ini berisi {count} catatan.</source>
        <translation>{login} signed on at {host}; this room holds {count} records.</translation>
    </message>
    <message>
        <source>Server dan nama database belum diisi.</source>
        <translation>Server and database name are missing.</translation>
    </message>
    <message>
        <source>Isi keduanya, atau lewati halaman ini: meja bekerja sendiri sampai ada databasenya.</source>
        <translation>Fill in both, or skip this page: the desk works alone until there is a database.</translation>
    </message>
    <message>
        <source>Sandi mesin untuk database belum diisi.</source>
        <translation>The machine&apos;s password for the database is missing.</translation>
    </message>
    <message>
        <source>Ketik sandi yang diberikan TI (batola-desk secretariat add-desk).</source>
        <translation>Type the password that IT gave (batola-desk secretariat add-desk).</translation>
    </message>
    <message>
        <source>Login {login} milik meja {other} menurut server, bukan meja {letter} ini.</source>
        <translation>Login {login} belongs to desk {other} by the server&apos;s word, not to this desk {letter}.</translation>
    </message>
    <message>
        <source>Pakai login meja ini sendiri, atau ganti huruf di halaman pertama.</source>
        <translation>Use this desk&apos;s own login, or change the letter on the first page.</translation>
    </message>
    <message>
        <source>Tidak ada server bernama {host}.</source>
        <translation>There is no server named {host}.</translation>
    </message>
    <message>
        <source>Periksa ejaan dan DNS; alamat IP juga boleh ditulis.</source>
        <translation>Check the spelling and DNS; an IP address may be written, too.</translation>
    </message>
    <message>
        <source>{host} ada, tetapi menolak sambungan pada port {port}.</source>
        <translation>{host} is there but refuses connections on port {port}.</translation>
    </message>
    <message>
        <source>Periksa port (server:5433), dan apakah PostgreSQL menyala di sana.</source>
        <translation>Check the port (server:5433), and whether PostgreSQL runs there.</translation>
    </message>
    <message>
        <source>{host} tidak menjawab pada port {port}.</source>
        <translation>{host} does not answer on port {port}.</translation>
    </message>
    <message>
        <source>Periksa kabel, alamat dan firewall di antara meja dan server.</source>
        <translation>Check cable, address and firewall between desk and server.</translation>
    </message>
    <message>
        <source>Sentral ({way}) menerima akun {user} dengan sandi ini.</source>
        <translation>The exchange ({way}) accepts account {user} with this password.</translation>
    </message>
    <message>
        <source>Sentral menolak nama akun atau sandi ini (SIP {sip_code}).</source>
        <translation>The exchange refuses this account name or password (SIP {sip_code}).</translation>
    </message>
    <message>
        <source>Cocokkan nama akun dengan data di sentral, dan ketik sandi lagi.</source>
        <translation>Compare the account name with the exchange&apos;s data, and type the password again.</translation>
    </message>
    <message>
        <source>Sentral {host} tidak menjawab sama sekali.</source>
        <translation>Exchange {host} does not answer at all.</translation>
    </message>
    <message>
        <source>Periksa alamat dan port sentral (pbx:5062), kabel, dan firewall.</source>
        <translation>Check address and port of the exchange (pbx:5062), cable and firewall.</translation>
    </message>
    <message>
        <source>Tanpa registrar: meja menerima panggilan langsung pada port {port}.</source>
        <translation>Without a registrar: the desk takes direct calls on port {port}.</translation>
    </message>
    <message>
        <source>Lanjutkan bila sentral memang mengirim panggilan ke alamat meja ini.</source>
        <translation>Go on if the exchange does send calls to this desk&apos;s address.</translation>
    </message>
    <message>
        <source>Akun {user} sedang terdaftar di pesawat lain juga.</source>
        <translation>Account {user} is registered at another telephone, too.</translation>
    </message>
    <message>
        <source>Setiap meja sebaiknya punya akun sendiri; bila sengaja bersama, tulis is_shared = true.</source>
        <translation>Every desk should have an account of its own; if it is shared on purpose, write is_shared = true.</translation>
    </message>
    <message>
        <source>Nama akun SIP belum diisi.</source>
        <translation>The SIP account name is missing.</translation>
    </message>
    <message>
        <source>Ketik nama akun meja ini di sentral, misalnya 112b.</source>
        <translation>Type the name of this desk&apos;s account at the exchange, for instance 112b.</translation>
    </message>
    <message>
        <source>line.toml meja ini berisi beberapa akun ([[account]]).</source>
        <translation>This desk&apos;s line.toml holds several accounts ([[account]]).</translation>
    </message>
    <message>
        <source>Ubah di berkas itu; lewati halaman ini.</source>
        <translation>Change it in that file; skip this page.</translation>
    </message>
    <message>
        <source>Port SIP {port} sedang dipakai program lain di komputer ini.</source>
        <translation>SIP port {port} is used by another program on this computer.</translation>
    </message>
    <message>
        <source>Tutup program itu (softphone?), atau tulis port lain.</source>
        <translation>Close that program (a softphone?), or write another port.</translation>
    </message>
    <message>
        <source>Alamat {host} bukan alamat komputer ini.</source>
        <translation>{host} is not an address of this computer.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa sip_host di line.toml.</source>
        <translation>Ask IT to check sip_host in line.toml.</translation>
    </message>
    <message>
        <source>Uji suara berhenti sebelum selesai.</source>
        <translation>The sound test stopped before its end.</translation>
    </message>
    <message>
        <source>Ulangi di luar panggilan.</source>
        <translation>Repeat it outside of calls.</translation>
    </message>
    <message>
        <source>Paket peta utuh: {name}, dibuat {date}.</source>
        <translation>The map pack is whole: {name}, made {date}.</translation>
    </message>
    <message>
        <source>Folder {folder} tidak berisi paket peta yang lebih baru.</source>
        <translation>Folder {folder} holds no newer map pack.</translation>
    </message>
    <message>
        <source>Folder ini diperiksa lagi setiap kali meja dibuka.</source>
        <translation>This folder is looked at whenever the desk is opened.</translation>
    </message>
    <message>
        <source>Isian {key} tidak bisa dipakai.</source>
        <translation>What stands in {key} cannot be used.</translation>
    </message>
    <message>
        <source>Yang boleh: {allowed}</source>
        <translation>Allowed: {allowed}</translation>
    </message>
    <message>
        <source>Uji ini gagal karena kesalahan program.</source>
        <translation>This test failed by a fault of the program.</translation>
    </message>
    <message>
        <source>Ada halaman yang tidak boleh disimpan begitu (■).</source>
        <translation>There are pages that may not be saved as they are (■).</translation>
    </message>
    <message>
        <source>Belum ada yang ditulis.</source>
        <translation>Nothing has been written.</translation>
    </message>
    <message>
        <source>Kembali ke halaman itu: perbaiki, atau lewati.</source>
        <translation>Go back to that page: mend it, or skip it.</translation>
    </message>
    <message>
        <source>Ada halaman yang belum tersambung atau belum diuji.</source>
        <translation>There are pages that are not connected or not tested yet.</translation>
    </message>
    <message>
        <source>Ctrl+Enter menyimpan walau belum terhubung.</source>
        <translation>Ctrl+Enter saves although not connected yet.</translation>
    </message>
    <message>
        <source>Tidak disimpan: isian {key} tidak bisa dipakai.</source>
        <translation>Not saved: what stands in {key} cannot be used.</translation>
    </message>
    <message>
        <source>Konfigurasi lama tidak berubah.</source>
        <translation>The old configuration has not changed.</translation>
    </message>
    <message>
        <source>Konfigurasi tidak bisa ditulis: {reason}.</source>
        <translation>The configuration cannot be written: {reason}.</translation>
    </message>
    <message>
        <source>Di meja yang dipasang TI hanya administrator yang menulis: batola-deskctl configure.</source>
        <translation>On a desk installed by IT only an administrator writes: batola-deskctl configure.</translation>
    </message>
    <message>
        <source>Masih ada panggilan: meja tidak dibuka ulang sekarang.</source>
        <translation>There is a call: the desk is not reopened now.</translation>
    </message>
    <message>
        <source>Konfigurasi sudah tersimpan.</source>
        <translation>The configuration is saved.</translation>
    </message>
    <message>
        <source>Ulangi setelah panggilan selesai, atau berlaku saat meja dibuka lagi.</source>
        <translation>Repeat it after the call, or it counts when the desk is opened again.</translation>
    </message>
    <message>
        <source>Dalam LATIHAN meja tidak disiapkan.</source>
        <translation>In TRAINING the desk is not set up.</translation>
    </message>
    <message>
        <source>Latihan berjalan terus.</source>
        <translation>Training goes on.</translation>
    </message>
    <message>
        <source>Buka meja yang sungguhan: batola-desk.</source>
        <translation>Open the real desk: batola-desk.</translation>
    </message>
    <message>
        <source>Isi host dengan 127.0.0.1 atau alamat kartu jaringan.</source>
        <translation>Set host to 127.0.0.1 or the address of a network card.</translation>
    </message>
    <message>
        <source>Porta {port} di {host} tidak bisa dibuka ({detail}).</source>
        <translation>Port {port} at {host} cannot be opened ({detail}).</translation>
    </message>
    <message>
        <source>Tutup program yang memakainya atau pilih porta lain.</source>
        <translation>Close the program that uses it, or choose another port.</translation>
    </message>
    <message>
        <source>Sertifikat {file} tidak bisa dipakai ({detail}).</source>
        <translation>The certificate {file} cannot be used ({detail}).</translation>
    </message>
    <message>
        <source>Periksa berkas PEM dari certificate dan key.</source>
        <translation>Check the PEM files of certificate and key.</translation>
    </message>
    <message>
        <source>Tanpa token penerima tidak dibuka di {host}.</source>
        <translation>Without a token the receiver does not open at {host}.</translation>
    </message>
    <message>
        <source>Buat satu dengan batola-desk avl token dan isi di berkasnya.</source>
        <translation>Make one with batola-desk avl token and put it into the file.</translation>
    </message>
    <message>
        <source>Rekaman tetap aman di meja ini; penyalinan dicoba terus.</source>
        <translation>The recordings are safe on this desk; copying is tried again and again.</translation>
    </message>
    <message>
        <source>Rekaman uji tidak bisa ditulis: panggilan tidak akan terekam.</source>
        <translation>A test recording cannot be written: calls will not be recorded.</translation>
    </message>
    <message>
        <source>Panggilan bisa dijawab.</source>
        <translation>Calls can be answered.</translation>
    </message>
    <message>
        <source>Lapor TI sekarang: ruang disk dan hak folder rekaman.</source>
        <translation>Tell IT now: disk space and rights of the recordings folder.</translation>
    </message>
    <message>
        <source>Rekaman uji tidak terbaca sama seperti ditulis: disk rusak.</source>
        <translation>A test recording does not read back as it was written: the disk is damaged.</translation>
    </message>
    <message>
        <source>Lapor TI sekarang: ganti disk rekaman.</source>
        <translation>Tell IT now: replace the disk for recordings.</translation>
    </message>
    <message>
        <source>Berkas rekaman TIDAK SAMA dengan segelnya di jurnal. Tidak diputar.</source>
        <translation>The recording&apos;s file DIFFERS from its seal in the journal. It is not played.</translation>
    </message>
    <message>
        <source>Jurnal utuh; salinan di penyimpanan mungkin masih benar.</source>
        <translation>The journal is sound; the copy in the store may still be right.</translation>
    </message>
    <message>
        <source>Jangan sentuh berkasnya. Lapor ketua regu dan TI: verify-recordings.</source>
        <translation>Do not touch the file. Tell the shift lead and IT: verify-recordings.</translation>
    </message>
    <message>
        <source>Berkas rekaman ini tidak ada di meja ini.</source>
        <translation>This recording&apos;s file is not on this desk.</translation>
    </message>
    <message>
        <source>Rekaman ini tidak dikenal meja ini.</source>
        <translation>This desk does not know this recording.</translation>
    </message>
    <message>
        <source>Berkas rekaman tidak bisa dibaca.</source>
        <translation>The recording&apos;s file cannot be read.</translation>
    </message>
    <message>
        <source>Salinan di penyimpanan mungkin masih baik.</source>
        <translation>The copy in the store may still be good.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa disk: verify-recordings.</source>
        <translation>Ask IT to check the disk: verify-recordings.</translation>
    </message>
    <message>
        <source>Ruang disk untuk rekaman hampir habis.</source>
        <translation>Disk space for recordings is nearly used up.</translation>
    </message>
    <message>
        <source>Panggilan dan jurnal berjalan terus; salinan lama dilepas lebih dulu.</source>
        <translation>Calls and journal go on; old copies are freed first.</translation>
    </message>
    <message>
        <source>Minta TI menambah ruang disk sekarang.</source>
        <translation>Ask IT for more disk space now.</translation>
    </message>
    <message>
        <source>Rekaman terlalu lama belum disalin ke penyimpanan.</source>
        <translation>Recordings have waited too long for their copy in the store.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa penyimpanan rekaman (line.toml).</source>
        <translation>Ask IT to look at the recording store (line.toml).</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman tidak ditemukan (folder, share atau bucket).</source>
        <translation>The recording store is not there (folder, share or bucket).</translation>
    </message>
    <message>
        <source>Minta TI memasang share atau memeriksa nama di line.toml.</source>
        <translation>Ask IT to mount the share or to check the name in line.toml.</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman menolak meja ini.</source>
        <translation>The recording store refuses this desk.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa hak tulis atau kunci di line.toml.</source>
        <translation>Ask IT to check the right to write or the keys in line.toml.</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman penuh.</source>
        <translation>The recording store is full.</translation>
    </message>
    <message>
        <source>Minta TI menambah ruang di penyimpanan.</source>
        <translation>Ask IT for more room in the store.</translation>
    </message>
    <message>
        <source>Nama rekaman tidak diterima penyimpanan.</source>
        <translation>The store does not accept the recording&apos;s name.</translation>
    </message>
    <message>
        <source>Lapor TI dengan waktu panggilan.</source>
        <translation>Tell IT, with the time of the call.</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman tidak bisa dihubungi.</source>
        <translation>The recording store cannot be reached.</translation>
    </message>
    <message>
        <source>Periksa jaringan; bila lama, hubungi TI.</source>
        <translation>Check the network; if it lasts, call IT.</translation>
    </message>
    <message>
        <source>Sertifikat penyimpanan rekaman tidak dipercaya.</source>
        <translation>The recording store&apos;s certificate is not trusted.</translation>
    </message>
    <message>
        <source>Minta TI mengisi ca_file di line.toml.</source>
        <translation>Ask IT to fill in ca_file in line.toml.</translation>
    </message>
    <message>
        <source>Salinan di penyimpanan tidak sama dengan aslinya.</source>
        <translation>The copy in the store differs from the original.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa disk penyimpanan.</source>
        <translation>Ask IT to check the store&apos;s disk.</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman bermasalah.</source>
        <translation>The recording store has a problem.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa penyimpanan.</source>
        <translation>Ask IT to look at the store.</translation>
    </message>
    <message>
        <source>Panggilan ini sedang tidak direkam.</source>
        <translation>This call is not being recorded now.</translation>
    </message>
    <message>
        <source>Minta penelepon mengulang.</source>
        <translation>Ask the caller to repeat.</translation>
    </message>
    <message>
        <source>Belum ada yang bisa diputar ulang.</source>
        <translation>There is nothing to play again yet.</translation>
    </message>
    <message>
        <source>Coba lagi satu detik lagi.</source>
        <translation>Try again in a second.</translation>
    </message>
    <message>
        <source>Rekaman ini bukan milik Anda atau lebih dari 24 jam.</source>
        <translation>This recording is not yours, or is older than 24 hours.</translation>
    </message>
    <message>
        <source>Minta ketua regu memutarnya.</source>
        <translation>Ask the shift lead to play it.</translation>
    </message>
    <message>
        <source>Hanya ketua regu atau auditor yang boleh mengekspor rekaman.</source>
        <translation>Only the shift lead or an auditor may export recordings.</translation>
    </message>
    <message>
        <source>Ekspor perlu orang kedua.</source>
        <translation>An export needs a second person.</translation>
    </message>
    <message>
        <source>Isi nama saksi; bukan nama Anda sendiri.</source>
        <translation>Give the witness&apos;s name; not your own.</translation>
    </message>
    <message>
        <source>Potongan yang dipilih kosong.</source>
        <translation>The chosen extract is empty.</translation>
    </message>
    <message>
        <source>Pilih awal dan akhir pada gelombang suara.</source>
        <translation>Choose a beginning and an end on the waveform.</translation>
    </message>
    <message>
        <source>Paket ekspor tidak bisa ditulis: {reason}</source>
        <translation>The export package cannot be written: {reason}</translation>
    </message>
    <message>
        <source>Rekaman asli tidak disentuh.</source>
        <translation>The original recording was not touched.</translation>
    </message>
    <message>
        <source>Pilih folder lain atau periksa ruang disk.</source>
        <translation>Choose another folder, or check the disk space.</translation>
    </message>
    <message>
        <source>Tanda perlu tulisan.</source>
        <translation>A mark needs a text.</translation>
    </message>
    <message>
        <source>Tulis satu kata, lalu Enter.</source>
        <translation>Write one word, then Enter.</translation>
    </message>
    <message>
        <source>F4 tidak menutup konferensi: masih ada beberapa pihak.</source>
        <translation>F4 does not end a conference: several parties are in it.</translation>
    </message>
    <message>
        <source>Semua tetap tersambung.</source>
        <translation>Everybody stays connected.</translation>
    </message>
    <message>
        <source>Tinggalkan semua tetap tersambung: Serahkan (Ctrl+S). Lepas satu per satu: Ctrl+Shift+G.</source>
        <translation>Leave everybody connected: Hand over (Ctrl+S). Drop one by one: Ctrl+Shift+G.</translation>
    </message>
    <message>
        <source>Masih ada pihak yang sedang dihubungi.</source>
        <translation>Somebody is still being called.</translation>
    </message>
    <message>
        <source>Penelepon dan pihak itu tetap tersambung.</source>
        <translation>The caller and that party stay connected.</translation>
    </message>
    <message>
        <source>Gabung (Ctrl+G) atau kembali (Ctrl+E) dulu.</source>
        <translation>Join (Ctrl+G) or go back (Ctrl+E) first.</translation>
    </message>
    <message>
        <source>Meja {desk} tidak ada dalam daftar meja lain.</source>
        <translation>Desk {desk} is not in the list of other desks.</translation>
    </message>
    <message>
        <source>Periksa hurufnya; daftar meja diisi admin di desks.toml.</source>
        <translation>Check the letter; an admin fills the list in desks.toml.</translation>
    </message>
    <message>
        <source>Hanya ada penelepon dalam panggilan ini.</source>
        <translation>There is only the caller in this call.</translation>
    </message>
    <message>
        <source>Hubungi instansi: tombolnya (Shift+F1 …) atau daftar (Ctrl+I).</source>
        <translation>Call an agency: its key (Shift+F1 …) or the list (Ctrl+I).</translation>
    </message>
    <message>
        <source>Tidak ada pihak yang menunggu.</source>
        <translation>Nobody is waiting.</translation>
    </message>
    <message>
        <source>Percakapan tidak berubah.</source>
        <translation>The conversation has not changed.</translation>
    </message>
    <message>
        <source>Belum ada nomor yang ditelepon sejak layar dinyalakan.</source>
        <translation>No number was dialled since the screen started.</translation>
    </message>
    <message>
        <source>Ctrl+D untuk menelepon.</source>
        <translation>Ctrl+D to dial.</translation>
    </message>
    <message>
        <source>Pihak yang dihubungi belum menjawab.</source>
        <translation>The party being called has not answered yet.</translation>
    </message>
    <message>
        <source>Penelepon menunggu, panggilan keluar diteruskan.</source>
        <translation>The caller waits, the outgoing call goes on.</translation>
    </message>
    <message>
        <source>Tunggu, bicara dulu dengan penelepon (Ctrl+W), atau kembali (Ctrl+E).</source>
        <translation>Wait, speak with the caller meanwhile (Ctrl+W), or go back (Ctrl+E).</translation>
    </message>
    <message>
        <source>Jenis pihak {role} tidak dikenal.</source>
        <translation>Unknown kind of party: {role}.</translation>
    </message>
    <message>
        <source>Hanya ketua regu yang boleh mendampingi meja lain.</source>
        <translation>Only the shift lead may supervise other desks.</translation>
    </message>
    <message>
        <source>Cara mendampingi {mode} tidak dikenal.</source>
        <translation>Unknown way to supervise: {mode}.</translation>
    </message>
    <message>
        <source>Pilih dengar, bisik atau ikut.</source>
        <translation>Choose dengar (listen), bisik (whisper) or ikut (barge in).</translation>
    </message>
    <message>
        <source>Pendampingan antar-meja belum disiapkan di sini.</source>
        <translation>Supervision between desks is not set up here.</translation>
    </message>
    <message>
        <source>Panggilan lain tidak terganggu.</source>
        <translation>Other calls are not disturbed.</translation>
    </message>
    <message>
        <source>Minta TI mengisi supervision_secret di line.toml, sama di semua meja.</source>
        <translation>Ask IT to fill in supervision_secret in line.toml, the same at all desks.</translation>
    </message>
    <message>
        <source>Panggilan dan tiket berjalan biasa.</source>
        <translation>Calls and tickets go on as usual.</translation>
    </message>
    <message>
        <source>Tanya desa, RT dan patokan; beri tahu TI.</source>
        <translation>Ask for village, RT and landmark; tell IT.</translation>
    </message>
    <message>
        <source>intake.toml baris {line}: {key} = {found}.</source>
        <translation>intake.toml line {line}: {key} = {found}.</translation>
    </message>
    <message>
        <source>Layanan batola-desk intake tidak ikut terpasang di mesin ini.</source>
        <translation>The service batola-desk intake is not installed on this machine.</translation>
    </message>
    <message>
        <source>Meja memakai layanan di mesin lain seperti biasa.</source>
        <translation>The desk uses a service on another machine as usual.</translation>
    </message>
    <message>
        <source>Pasang tambahannya: pip install batola-desk[intake].</source>
        <translation>Install the extra: pip install batola-desk[intake].</translation>
    </message>
    <message>
        <source>Tautan lokasi belum dinyalakan di meja ini.</source>
        <translation>Location links are not switched on at this desk.</translation>
    </message>
    <message>
        <source>Tanya desa, RT dan patokan; TI menyalakannya di intake.toml ([desk]).</source>
        <translation>Ask for village, RT and landmark; IT switches them on in intake.toml ([desk]).</translation>
    </message>
    <message>
        <source>Tidak ada penelepon yang bisa dikirimi tautan.</source>
        <translation>There is no caller to send a link to.</translation>
    </message>
    <message>
        <source>Pilih panggilan, baris hubungi balik, atau tiket dengan nomor.</source>
        <translation>Choose a call, a call-back line, or a ticket with a number.</translation>
    </message>
    <message>
        <source>Cara kirim “{channel}” tidak dikenal.</source>
        <translation>“{channel}” is no known way to send.</translation>
    </message>
    <message>
        <source>Tulis: tautan sms, tautan wa, atau tautan salin.</source>
        <translation>Write: tautan sms, tautan wa, or tautan salin.</translation>
    </message>
    <message>
        <source>Tautan sedang dibuat.</source>
        <translation>A link is being made.</translation>
    </message>
    <message>
        <source>Tunggu beberapa detik.</source>
        <translation>Wait a few seconds.</translation>
    </message>
    <message>
        <source>Penelepon ini tidak punya tautan yang masih berlaku.</source>
        <translation>This caller has no link that is still valid.</translation>
    </message>
    <message>
        <source>Kirim tautan baru (Alt+O).</source>
        <translation>Send a new link (Alt+O).</translation>
    </message>
    <message>
        <source>Tautan penelepon ini sudah berakhir.</source>
        <translation>This caller&apos;s link has ended.</translation>
    </message>
    <message>
        <source>Yang sudah diterima tetap tercatat.</source>
        <translation>What was received stays on record.</translation>
    </message>
    <message>
        <source>Layanan tautan lokasi tidak menjawab.</source>
        <translation>The service of location links does not answer.</translation>
    </message>
    <message>
        <source>Sertifikat layanan tautan lokasi tidak dipercaya.</source>
        <translation>The certificate of the service of location links is not trusted.</translation>
    </message>
    <message>
        <source>Layanan tautan lokasi menolak kata sandi meja ini.</source>
        <translation>The service of location links refuses this desk&apos;s secret.</translation>
    </message>
    <message>
        <source>Layanan tautan lokasi penuh.</source>
        <translation>The service of location links is full.</translation>
    </message>
    <message>
        <source>Coba lagi sebentar lagi; tanya desa, RT dan patokan.</source>
        <translation>Try again in a moment; ask for village, RT and landmark.</translation>
    </message>
    <message>
        <source>Layanan tautan lokasi menolak ({status}).</source>
        <translation>The service of location links refuses ({status}).</translation>
    </message>
    <message>
        <source>Konferensi ini sudah penuh.</source>
        <translation>This conference is full.</translation>
    </message>
    <message>
        <source>Lepas satu pihak dulu.</source>
        <translation>Drop one party first.</translation>
    </message>
    <message>
        <source>Panggilan langsung ke meja ini masih bisa masuk; pendaftaran dicoba terus.</source>
        <translation>Direct calls to this desk still come in; registering is tried again all the time.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral tidak memahami pendaftaran (SIP 400).</source>
        <translation>Account {account}: the exchange does not understand the registration (SIP 400).</translation>
    </message>
    <message>
        <source>Periksa user dan registrar di line.toml, lalu minta jejak sentral.</source>
        <translation>Check user and registrar in line.toml, then ask for a trace of the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral menolak nama pengguna atau sandi (SIP 401).</source>
        <translation>Account {account}: the exchange refuses user name or password (SIP 401).</translation>
    </message>
    <message>
        <source>Cocokkan auth_user dan password di line.toml dengan data di sentral.</source>
        <translation>Compare auth_user and password in line.toml with the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral melarang akun ini mendaftar (SIP 403).</source>
        <translation>Account {account}: the exchange forbids this account to register (SIP 403).</translation>
    </message>
    <message>
        <source>Minta pengelola sentral membuka akun atau alamat IP meja ini; periksa juga sandi.</source>
        <translation>Ask the exchange&apos;s keeper to allow this account or this desk&apos;s IP address; check the password too.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral tidak mengenal akun ini (SIP 404).</source>
        <translation>Account {account}: the exchange does not know this account (SIP 404).</translation>
    </message>
    <message>
        <source>Periksa user dan domain di line.toml; buat akunnya di sentral bila belum ada.</source>
        <translation>Check user and domain in line.toml; create the account at the exchange if it is missing.</translation>
    </message>
    <message>
        <source>Akun {account}: peladen itu tidak menerima pendaftaran (SIP 405).</source>
        <translation>Account {account}: that server takes no registrations (SIP 405).</translation>
    </message>
    <message>
        <source>Periksa alamat registrar di line.toml; mungkin itu bukan sentral telepon.</source>
        <translation>Check the registrar&apos;s address in line.toml; it may be no telephone exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: proksi menolak nama pengguna atau sandi (SIP 407).</source>
        <translation>Account {account}: the proxy refuses user name or password (SIP 407).</translation>
    </message>
    <message>
        <source>Cocokkan auth_user dan password di line.toml dengan data di proksi.</source>
        <translation>Compare auth_user and password in line.toml with the proxy.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral di belakang proksi tidak menjawab (SIP 408).</source>
        <translation>Account {account}: the exchange behind the proxy does not answer (SIP 408).</translation>
    </message>
    <message>
        <source>Periksa apakah sentral hidup dan terhubung dengan proksi.</source>
        <translation>Check that the exchange is up and connected to the proxy.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral meminta masa pendaftaran lebih lama (SIP 423).</source>
        <translation>Account {account}: the exchange wants a longer registration time (SIP 423).</translation>
    </message>
    <message>
        <source>Naikkan expires_s di line.toml.</source>
        <translation>Raise expires_s in line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral sedang tidak melayani akun ini (SIP 480).</source>
        <translation>Account {account}: the exchange does not serve this account now (SIP 480).</translation>
    </message>
    <message>
        <source>Tanyakan kepada pengelola sentral apakah akun ditutup sementara.</source>
        <translation>Ask the exchange&apos;s keeper whether the account is closed for now.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral menolak cara media yang ditawarkan (SIP 488).</source>
        <translation>Account {account}: the exchange refuses the media on offer (SIP 488).</translation>
    </message>
    <message>
        <source>Cocokkan codecs dan srtp di line.toml dengan pengaturan akun di sentral.</source>
        <translation>Compare codecs and srtp in line.toml with the account&apos;s settings at the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: ada gangguan di dalam sentral (SIP 500).</source>
        <translation>Account {account}: a fault inside the exchange (SIP 500).</translation>
    </message>
    <message>
        <source>Beri tahu pengelola sentral; periksa log sentral.</source>
        <translation>Tell the exchange&apos;s keeper; check the exchange&apos;s log.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral kelebihan beban atau sedang dirawat (SIP 503).</source>
        <translation>Account {account}: the exchange is overloaded or under maintenance (SIP 503).</translation>
    </message>
    <message>
        <source>Beri tahu pengelola sentral; tambahkan registrar cadangan di line.toml.</source>
        <translation>Tell the exchange&apos;s keeper; add a standby registrar to line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral tidak mencapai peladen di belakangnya (SIP 504).</source>
        <translation>Account {account}: the exchange does not reach the server behind it (SIP 504).</translation>
    </message>
    <message>
        <source>Beri tahu pengelola sentral.</source>
        <translation>Tell the exchange&apos;s keeper.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral menolak pendaftaran ini (SIP 603).</source>
        <translation>Account {account}: the exchange declines this registration (SIP 603).</translation>
    </message>
    <message>
        <source>Tanyakan alasannya kepada pengelola sentral.</source>
        <translation>Ask the exchange&apos;s keeper why.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral tidak menjawab sama sekali.</source>
        <translation>Account {account}: the exchange does not answer at all.</translation>
    </message>
    <message>
        <source>Periksa apakah sentral hidup, alamat dan port registrar di line.toml, serta firewall.</source>
        <translation>Check that the exchange is up, the registrar&apos;s address and port in line.toml, and the firewall.</translation>
    </message>
    <message>
        <source>Akun {account}: nama sentral tidak ditemukan di DNS.</source>
        <translation>Account {account}: DNS does not know the exchange&apos;s name.</translation>
    </message>
    <message>
        <source>Periksa ejaan registrar di line.toml dan peladen DNS; alamat IP juga boleh ditulis.</source>
        <translation>Check the registrar&apos;s spelling in line.toml and the DNS server; an IP address may be written too.</translation>
    </message>
    <message>
        <source>Akun {account}: tidak ada jalur jaringan ke sentral.</source>
        <translation>Account {account}: no network route to the exchange.</translation>
    </message>
    <message>
        <source>Periksa kabel, sakelar dan gerbang jaringan meja ini.</source>
        <translation>Check this desk&apos;s cable, switch and network gateway.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral menolak sambungan pada port itu.</source>
        <translation>Account {account}: the exchange refuses connections on that port.</translation>
    </message>
    <message>
        <source>Periksa port dan transport registrar di line.toml; mungkin layanan SIP di sentral mati.</source>
        <translation>Check port and transport of the registrar in line.toml; SIP may be down at the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sambungan ke sentral tidak terbentuk.</source>
        <translation>Account {account}: the connection to the exchange does not come about.</translation>
    </message>
    <message>
        <source>Periksa alamat dan port registrar di line.toml serta firewall di antaranya.</source>
        <translation>Check address and port of the registrar in line.toml and the firewalls between.</translation>
    </message>
    <message>
        <source>Akun {account}: sambungan ke sentral terputus.</source>
        <translation>Account {account}: the connection to the exchange broke.</translation>
    </message>
    <message>
        <source>Periksa sentral dan jaringan bila sering terjadi.</source>
        <translation>Check exchange and network if it happens often.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral berhenti menjawab pada sambungan yang ada.</source>
        <translation>Account {account}: the exchange stopped answering on its connection.</translation>
    </message>
    <message>
        <source>Periksa sentral dan firewall yang memutus sambungan diam.</source>
        <translation>Check the exchange, and firewalls that cut silent connections.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral mengirim data yang bukan SIP.</source>
        <translation>Account {account}: the exchange sends something that is not SIP.</translation>
    </message>
    <message>
        <source>Periksa port registrar di line.toml; mungkin itu layanan lain.</source>
        <translation>Check the registrar&apos;s port in line.toml; it may be another service.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral sudah kedaluwarsa.</source>
        <translation>Account {account}: the exchange&apos;s certificate has expired.</translation>
    </message>
    <message>
        <source>Perbarui sertifikat di sentral; periksa juga jam komputer ini.</source>
        <translation>Renew the certificate at the exchange; check this computer&apos;s clock too.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral belum berlaku.</source>
        <translation>Account {account}: the exchange&apos;s certificate is not valid yet.</translation>
    </message>
    <message>
        <source>Periksa jam komputer ini dan tanggal sertifikat di sentral.</source>
        <translation>Check this computer&apos;s clock and the certificate&apos;s date at the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral ditandatangani pihak yang tidak dikenal meja ini.</source>
        <translation>Account {account}: the exchange&apos;s certificate is signed by somebody this desk does not know.</translation>
    </message>
    <message>
        <source>Pasang berkas CA kabupaten dan tulis namanya pada tls.ca_file di line.toml.</source>
        <translation>Install the regency&apos;s CA file and name it at tls.ca_file in line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral tidak dapat dipercaya.</source>
        <translation>Account {account}: the exchange&apos;s certificate cannot be trusted.</translation>
    </message>
    <message>
        <source>Periksa rantai sertifikat di sentral dan tls.ca_file di line.toml.</source>
        <translation>Check the certificate chain at the exchange and tls.ca_file in line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral sudah dicabut.</source>
        <translation>Account {account}: the exchange&apos;s certificate has been revoked.</translation>
    </message>
    <message>
        <source>Pasang sertifikat baru di sentral.</source>
        <translation>Install a new certificate at the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sertifikat sentral memuat nama lain.</source>
        <translation>Account {account}: the exchange&apos;s certificate carries another name.</translation>
    </message>
    <message>
        <source>Tulis registrar di line.toml persis seperti nama dalam sertifikat itu.</source>
        <translation>Write the registrar in line.toml exactly like the name in that certificate.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral tidak menerima sertifikat meja ini.</source>
        <translation>Account {account}: the exchange does not accept this desk&apos;s certificate.</translation>
    </message>
    <message>
        <source>Pasang sertifikat meja dari CA sentral: certificate_file dan key_file di line.toml.</source>
        <translation>Install a desk certificate of the exchange&apos;s CA: certificate_file and key_file in line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: peladen tidak berbicara TLS pada port itu.</source>
        <translation>Account {account}: the server does not speak TLS on that port.</translation>
    </message>
    <message>
        <source>Periksa port registrar di line.toml; TLS biasanya 5061.</source>
        <translation>Check the registrar&apos;s port in line.toml; TLS is usually 5061.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral hanya mengenal TLS lama yang tidak aman.</source>
        <translation>Account {account}: the exchange knows only old, unsafe TLS.</translation>
    </message>
    <message>
        <source>Nyalakan TLS 1.2 atau lebih baru di sentral.</source>
        <translation>Switch on TLS 1.2 or newer at the exchange.</translation>
    </message>
    <message>
        <source>Akun {account}: sentral memutus jabat tangan TLS.</source>
        <translation>Account {account}: the exchange broke off the TLS handshake.</translation>
    </message>
    <message>
        <source>Periksa pengaturan TLS di sentral (sandi, sertifikat) dan log-nya.</source>
        <translation>Check the exchange&apos;s TLS settings (ciphers, certificate) and its log.</translation>
    </message>
    <message>
        <source>Berkas sertifikat {file} tidak dapat dipakai: {reason}.</source>
        <translation>Certificate file {file} cannot be used: {reason}.</translation>
    </message>
    <message>
        <source>Panggilan lewat UDP dan TCP tetap masuk.</source>
        <translation>Calls over UDP and TCP come in.</translation>
    </message>
    <message>
        <source>Perbaiki berkas atau namanya pada bagian tls di line.toml.</source>
        <translation>Mend the file or its name in section tls of line.toml.</translation>
    </message>
    <message>
        <source>Akun {account}: berkas sertifikat meja ini tidak dapat dipakai.</source>
        <translation>Account {account}: a certificate file of this desk cannot be used.</translation>
    </message>
    <message>
        <source>Perbaiki berkasnya (bagian tls di line.toml); dicoba lagi dengan sendirinya.</source>
        <translation>Mend the file (section tls of line.toml); it is tried again by itself.</translation>
    </message>
    <message>
        <source>sentral tidak memahami panggilan ini</source>
        <translation>the exchange does not understand this call</translation>
    </message>
    <message>
        <source>sentral menolak sandi meja ini</source>
        <translation>the exchange refuses this desk&apos;s password</translation>
    </message>
    <message>
        <source>sentral melarang nomor ini</source>
        <translation>the exchange forbids this number</translation>
    </message>
    <message>
        <source>nomor tidak dikenal</source>
        <translation>number unknown</translation>
    </message>
    <message>
        <source>tidak ada jawaban dari seberang</source>
        <translation>no answer from the other side</translation>
    </message>
    <message>
        <source>nomor tidak dipakai lagi</source>
        <translation>number no longer in use</translation>
    </message>
    <message>
        <source>tujuan sedang tidak tersambung</source>
        <translation>the called side is not connected now</translation>
    </message>
    <message>
        <source>nomor tidak lengkap</source>
        <translation>number incomplete</translation>
    </message>
    <message>
        <source>tidak ada cara suara yang cocok</source>
        <translation>no way of sound in common</translation>
    </message>
    <message>
        <source>gangguan di sentral</source>
        <translation>fault at the exchange</translation>
    </message>
    <message>
        <source>gangguan antar sentral</source>
        <translation>fault between exchanges</translation>
    </message>
    <message>
        <source>sentral tidak melayani atau tidak tercapai</source>
        <translation>the exchange does not serve or is not reached</translation>
    </message>
    <message>
        <source>sentral tidak mencapai tujuan</source>
        <translation>the exchange does not reach the called side</translation>
    </message>
    <message>
        <source>ditolak tujuan</source>
        <translation>declined by the called side</translation>
    </message>
    <message>
        <source>Meja ini bekerja terus sendiri; semua catatan menunggu dan tidak hilang.</source>
        <translation>This desk works on alone; all records wait and none is lost.</translation>
    </message>
    <message>
        <source>Beri tahu TI; meja mencoba lagi sendiri.</source>
        <translation>Tell IT; the desk tries again by itself.</translation>
    </message>
    <message>
        <source>Sekretariat tidak terjangkau.</source>
        <translation>The secretariat cannot be reached.</translation>
    </message>
    <message>
        <source>Periksa kabel dan jaringan; meja mencoba lagi sendiri.</source>
        <translation>Check cable and network; the desk tries again by itself.</translation>
    </message>
    <message>
        <source>Server menilai dengan aturan versi lain (server {program}, meja ini {own}).</source>
        <translation>The server judges by the rules of another version (server {program}, this desk {own}).</translation>
    </message>
    <message>
        <source>Semua catatan tetap dikirim dan diterima; putusan server yang berlaku.</source>
        <translation>Everything is still sent and taken; the server’s word counts.</translation>
    </message>
    <message>
        <source>TI: batola-desk secretariat upgrade dengan versi terbaru, lalu perbarui meja yang lama.</source>
        <translation>IT: batola-desk secretariat upgrade with the newest version, then update the older desks.</translation>
    </message>
    <message>
        <source>Yang menjawab di alamat sekretariat bukan PostgreSQL, atau sedang mati.</source>
        <translation>What answers at the secretariat&apos;s address is no PostgreSQL, or is going down.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa nama server dan port di secretariat.toml; meja mencoba lagi sendiri.</source>
        <translation>Ask IT to check server name and port in secretariat.toml; the desk tries again by itself.</translation>
    </message>
    <message>
        <source>Sekretariat menolak nama atau sandi.</source>
        <translation>The secretariat refused the name or the password.</translation>
    </message>
    <message>
        <source>Ketik sandi lagi; bila lupa, minta TI memberi yang baru.</source>
        <translation>Type the password again; if it is forgotten, ask IT for a new one.</translation>
    </message>
    <message>
        <source>Sekretariat menolak login atau sandi mesin ini.</source>
        <translation>The secretariat refuses this machine&apos;s login or password.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa password_file (secretariat.toml); sandi baru: secretariat add-desk.</source>
        <translation>Ask IT to check password_file (secretariat.toml); a new password: secretariat add-desk.</translation>
    </message>
    <message>
        <source>Server meminta sandi, dan tidak ada yang diberikan.</source>
        <translation>The server asks for a password, and none was given.</translation>
    </message>
    <message>
        <source>Beri --password-file, isi ~/.pgpass, atau jalankan di terminal.</source>
        <translation>Give --password-file, fill ~/.pgpass, or run it in a terminal.</translation>
    </message>
    <message>
        <source>Login itu tidak berwenang untuk perintah ini.</source>
        <translation>That login may not do this.</translation>
    </message>
    <message>
        <source>Pakai login pengelola database: superuser, atau pemilik database dengan CREATEROLE.</source>
        <translation>Use the database administrator&apos;s login: superuser, or the database&apos;s owner with CREATEROLE.</translation>
    </message>
    <message>
        <source>Login ini dikunci di sekretariat.</source>
        <translation>This login is locked at the secretariat.</translation>
    </message>
    <message>
        <source>Tanyakan TI atau ketua regu.</source>
        <translation>Ask IT or the shift lead.</translation>
    </message>
    <message>
        <source>Server sekretariat tidak menerima mesin ini, atau tidak tanpa TLS.</source>
        <translation>The secretariat&apos;s server does not admit this machine, or not without TLS.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa pg_hba.conf dan sslmode (docs/secretariat.md).</source>
        <translation>Ask IT to check pg_hba.conf and sslmode (docs/secretariat.md).</translation>
    </message>
    <message>
        <source>Login ini tidak punya peran di ruang ini.</source>
        <translation>This login has no role in this room.</translation>
    </message>
    <message>
        <source>Minta TI menambahkannya: batola-desk secretariat add-user.</source>
        <translation>Ask IT to add it: batola-desk secretariat add-user.</translation>
    </message>
    <message>
        <source>Database itu bukan ruang meja 112.</source>
        <translation>That database is no room of 112 desks.</translation>
    </message>
    <message>
        <source>Periksa nama server dan database; ruang baru dibuat dengan: secretariat init.</source>
        <translation>Check the names of server and database; a new room is made by: secretariat init.</translation>
    </message>
    <message>
        <source>Sekretariat lebih tua dari program meja ini.</source>
        <translation>The secretariat is older than this desk&apos;s program.</translation>
    </message>
    <message>
        <source>Minta TI menjalankan: batola-desk secretariat upgrade.</source>
        <translation>Ask IT to run: batola-desk secretariat upgrade.</translation>
    </message>
    <message>
        <source>Sekretariat lebih baru dari program ini.</source>
        <translation>The secretariat is newer than this program.</translation>
    </message>
    <message>
        <source>Minta TI memasang program versi baru.</source>
        <translation>Ask IT to install a new version of the program.</translation>
    </message>
    <message>
        <source>Sertifikat sekretariat sudah kedaluwarsa.</source>
        <translation>The secretariat&apos;s certificate has expired.</translation>
    </message>
    <message>
        <source>Minta TI memasang sertifikat baru di server; periksa juga jam meja ini.</source>
        <translation>Ask IT to install a new certificate on the server; check this desk&apos;s clock, too.</translation>
    </message>
    <message>
        <source>Sertifikat sekretariat belum berlaku menurut jam meja ini.</source>
        <translation>The secretariat&apos;s certificate is not valid yet by this desk&apos;s clock.</translation>
    </message>
    <message>
        <source>Periksa dulu tanggal dan jam meja ini; bila benar, minta TI memeriksa sertifikat server.</source>
        <translation>First check this desk&apos;s date and clock; if they are right, ask IT to check the server&apos;s certificate.</translation>
    </message>
    <message>
        <source>Sertifikat sekretariat milik nama lain.</source>
        <translation>The secretariat&apos;s certificate belongs to another name.</translation>
    </message>
    <message>
        <source>Jangan diabaikan: mungkin ada yang menyamar. Beri tahu TI.</source>
        <translation>Do not ignore this: somebody may be posing as the server. Tell IT.</translation>
    </message>
    <message>
        <source>Sertifikat sekretariat tidak dari penerbit yang dipercaya.</source>
        <translation>The secretariat&apos;s certificate is not from an issuer that is trusted.</translation>
    </message>
    <message>
        <source>Jangan diabaikan: mungkin ada yang menyamar. Minta TI memeriksa sslrootcert.</source>
        <translation>Do not ignore this: somebody may be posing as the server. Ask IT to check sslrootcert.</translation>
    </message>
    <message>
        <source>Sambungan terenkripsi dengan sekretariat tidak bisa dibuat.</source>
        <translation>An encrypted connection to the secretariat cannot be made.</translation>
    </message>
    <message>
        <source>Minta TI menyalakan TLS di server (docs/secretariat.md).</source>
        <translation>Ask IT to switch on TLS at the server (docs/secretariat.md).</translation>
    </message>
    <message>
        <source>Disk sekretariat penuh; ia tidak bisa menerima catatan.</source>
        <translation>The secretariat&apos;s disk is full; it cannot take records.</translation>
    </message>
    <message>
        <source>Minta TI mengosongkan disk server sekarang.</source>
        <translation>Ask IT to make room on the server&apos;s disk now.</translation>
    </message>
    <message>
        <source>Sekretariat terlalu sibuk.</source>
        <translation>The secretariat is too busy.</translation>
    </message>
    <message>
        <source>Login ini berulang kali menahan sekretariat; ia menunggu satu menit.</source>
        <translation>This login has held up the secretariat again and again; it waits a minute.</translation>
    </message>
    <message>
        <source>Tutup program lain yang memakai login ini; beri tahu TI.</source>
        <translation>Close other programs that use this login; tell IT.</translation>
    </message>
    <message>
        <source>Sekretariat sedang dinyalakan.</source>
        <translation>The secretariat is being started.</translation>
    </message>
    <message>
        <source>Tunggu sebentar; meja mencoba lagi sendiri.</source>
        <translation>Wait a moment; the desk tries again by itself.</translation>
    </message>
    <message>
        <source>Yang menjawab hanya server cadangan; tidak bisa ditulis.</source>
        <translation>Only a standby server answers; it cannot be written to.</translation>
    </message>
    <message>
        <source>Beri tahu TI: server utama mati, cadangan perlu dinaikkan.</source>
        <translation>Tell IT: the main server is dead, the standby must be promoted.</translation>
    </message>
    <message>
        <source>Database itu tidak ada di server.</source>
        <translation>That database does not exist on the server.</translation>
    </message>
    <message>
        <source>Periksa nama database; ruang baru dibuat dengan: secretariat init.</source>
        <translation>Check the name of the database; a new room is made by: secretariat init.</translation>
    </message>
    <message>
        <source>Alamat sekretariat tidak bisa dibaca.</source>
        <translation>The secretariat&apos;s address cannot be read.</translation>
    </message>
    <message>
        <source>Tulis postgresql://user@server/database, tanpa sandi.</source>
        <translation>Write postgresql://user@server/database, without a password.</translation>
    </message>
    <message>
        <source>secretariat.toml salah, baris {line}, {key}: ditemukan {found}.</source>
        <translation>secretariat.toml is wrong, line {line}, {key}: found {found}.</translation>
    </message>
    <message>
        <source>Jurnal meja ini dipulihkan dari cadangan dan belum bernama sendiri.</source>
        <translation>This desk&apos;s journal was restored from a backup and has no name of its own yet.</translation>
    </message>
    <message>
        <source>Meja bekerja sendiri; tidak ada yang dikirim ke ruang sampai itu selesai.</source>
        <translation>The desk works alone; nothing is sent to the room until that is done.</translation>
    </message>
    <message>
        <source>Tutup meja, jalankan batola-desk new-origin, lalu buka lagi.</source>
        <translation>Close the desk, run batola-desk new-origin, then open it again.</translation>
    </message>
    <message>
        <source>Server ini tidak mengenal satu pun catatan dari ruang meja ini.</source>
        <translation>This server knows not one fact of this desk&apos;s room.</translation>
    </message>
    <message>
        <source>Dua meja menulis dengan salinan berkas jurnal yang sama.</source>
        <translation>Two desks write with copies of the same journal file.</translation>
    </message>
    <message>
        <source>Beri tahu TI sekarang: di komputer salinan itu, jalankan batola-desk new-origin.</source>
        <translation>Tell IT now: on the copied computer, run batola-desk new-origin.</translation>
    </message>
    <message>
        <source>Keadaan awal dari sekretariat tidak cocok dengan riwayat ({count} hal).</source>
        <translation>What this desk began with from the secretariat did not match the history ({count} things).</translation>
    </message>
    <message>
        <source>Semua sudah dibetulkan dari riwayat; yang tampil sekarang benar.</source>
        <translation>Everything was put right from the history; what is shown now is true.</translation>
    </message>
    <message>
        <source>Beri tahu TI: periksa komputer yang membuat keadaan awal itu.</source>
        <translation>Tell IT: check the computer that made that snapshot.</translation>
    </message>
    <message>
        <source>Keadaan awal dari sekretariat tidak bisa dipakai.</source>
        <translation>The secretariat&apos;s snapshot cannot be used.</translation>
    </message>
    <message>
        <source>Beri tahu TI: di komputer salinan itu, jalankan batola-desk new-origin.</source>
        <translation>Tell IT: on the copied computer, run batola-desk new-origin.</translation>
    </message>
    <message>
        <source>Jurnal {path} rusak dan tidak bisa dibaca.</source>
        <translation>The journal {path} is damaged and cannot be read.</translation>
    </message>
    <message>
        <source>Buka program meja sekali: ia menyelamatkan isinya; lalu ulangi.</source>
        <translation>Open the desk program once: it rescues what is in it; then repeat.</translation>
    </message>
    <message>
        <source>Salinan ini dari ruang lain, atau dari ruang ini sebelum dipulihkan.</source>
        <translation>This copy is of another room, or of this one before it was restored.</translation>
    </message>
    <message>
        <source>Tidak ada yang diambil.</source>
        <translation>Nothing was taken.</translation>
    </message>
    <message>
        <source>Bila benar milik ruang ini: ulangi dengan --other-room.</source>
        <translation>If it really belongs to this room: repeat with --other-room.</translation>
    </message>
    <message>
        <source>Meja sedang terbuka dan tidak mengambil catatannya.</source>
        <translation>A desk is open and does not take the facts.</translation>
    </message>
    <message>
        <source>Berkas salinan tetap utuh.</source>
        <translation>The copy&apos;s files stay whole.</translation>
    </message>
    <message>
        <source>Tutup program meja, lalu ulangi.</source>
        <translation>Close the desk program, then repeat.</translation>
    </message>
    <message>
        <source>Jurnal di sekretariat berlubang.</source>
        <translation>The secretariat&apos;s journal has a hole.</translation>
    </message>
    <message>
        <source>Login di secretariat.toml bukan login mesin untuk meja ini.</source>
        <translation>The login in secretariat.toml is not this desk&apos;s machine login.</translation>
    </message>
    <message>
        <source>Minta TI memberi meja ini login sendiri: batola-desk secretariat add-desk.</source>
        <translation>Ask IT to give this desk a login of its own: batola-desk secretariat add-desk.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa alamatnya. Bila ruang memang dibuat baru: ketua regu mengesahkannya (Ctrl+Shift+Y).</source>
        <translation>Ask IT to check the address. If the room really was set up anew: a shift lead accepts it (Ctrl+Shift+Y).</translation>
    </message>
    <message>
        <source>Yang menjawab sekarang bukan lagi ruang yang Anda lihat.</source>
        <translation>What answers now is no longer the room that you saw.</translation>
    </message>
    <message>
        <source>Buka lembar ini sekali lagi.</source>
        <translation>Open this sheet again.</translation>
    </message>
    <message>
        <source>Minta TI menjalankan: batola-desk secretariat verify.</source>
        <translation>Ask IT to run: batola-desk secretariat verify.</translation>
    </message>
    <message>
        <source>Jurnal di sekretariat tidak bersambung.</source>
        <translation>The secretariat&apos;s journal does not hang together.</translation>
    </message>
    <message>
        <source>Sekretariat mengirim halaman jurnal yang tidak bisa dibaca.</source>
        <translation>The secretariat sent a page of the journal that cannot be read.</translation>
    </message>
    <message>
        <source>Ada kesalahan program dalam pertukaran dengan sekretariat; sudah dicatat.</source>
        <translation>A fault of this program in the exchange with the secretariat; it is noted.</translation>
    </message>
    <message>
        <source>Sekretariat menjawab dengan kesalahan.</source>
        <translation>The secretariat answered with an error.</translation>
    </message>
    <message>
        <source>Sekretariat belum punya catatan yang lebih tua dari meja ini.</source>
        <translation>The secretariat does not have older records of this desk yet.</translation>
    </message>
    <message>
        <source>Berkas jurnal meja ini ada dua: nomor yang sama dipakai dua kali.</source>
        <translation>There are two of this desk&apos;s journal file: the same number was used twice.</translation>
    </message>
    <message>
        <source>Sesi ini tidak boleh menulis atas nama orang lain.</source>
        <translation>This session may not write in another person&apos;s name.</translation>
    </message>
    <message>
        <source>Jurnal meja ini terdaftar milik meja lain.</source>
        <translation>This desk&apos;s journal is registered as another desk&apos;s.</translation>
    </message>
    <message>
        <source>Aliran ruang ini tidak ada di sekretariat.</source>
        <translation>This room&apos;s stream does not exist at the secretariat.</translation>
    </message>
    <message>
        <source>Sekretariat tidak mengenali sebuah catatan.</source>
        <translation>The secretariat does not recognise a record.</translation>
    </message>
    <message>
        <source>Kiriman ke sekretariat terlalu besar.</source>
        <translation>What was sent to the secretariat is too big.</translation>
    </message>
    <message>
        <source>PostgreSQL di server terlalu tua.</source>
        <translation>PostgreSQL on the server is too old.</translation>
    </message>
    <message>
        <source>Pasang PostgreSQL 15 atau lebih baru.</source>
        <translation>Install PostgreSQL 15 or newer.</translation>
    </message>
    <message>
        <source>Database itu tidak memakai UTF-8.</source>
        <translation>That database does not use UTF-8.</translation>
    </message>
    <message>
        <source>Buat database baru dengan ENCODING &apos;UTF8&apos;.</source>
        <translation>Make a new database with ENCODING &apos;UTF8&apos;.</translation>
    </message>
    <message>
        <source>Program PostgreSQL tidak ditemukan di mesin ini.</source>
        <translation>A program of PostgreSQL was not found on this machine.</translation>
    </message>
    <message>
        <source>Pasang paket klien PostgreSQL.</source>
        <translation>Install PostgreSQL&apos;s client package.</translation>
    </message>
    <message>
        <source>Nama login itu tidak bisa dipakai.</source>
        <translation>That login name cannot be used.</translation>
    </message>
    <message>
        <source>Huruf kecil, angka, titik, garis; 2 sampai 31 tanda, mulai dengan huruf.</source>
        <translation>Small letters, digits, dots, dashes; 2 to 31 characters, a letter first.</translation>
    </message>
    <message>
        <source>Login itu milik sesuatu yang lain di server ini.</source>
        <translation>That login belongs to something else on this server.</translation>
    </message>
    <message>
        <source>Pilih nama lain.</source>
        <translation>Choose another name.</translation>
    </message>
    <message>
        <source>Sandi terlalu pendek.</source>
        <translation>The password is too short.</translation>
    </message>
    <message>
        <source>Paling sedikit 10 tanda; beberapa kata lebih mudah diingat.</source>
        <translation>At least 10 characters; several words are easier to remember.</translation>
    </message>
    <message>
        <source>Huruf meja harus satu atau dua huruf besar.</source>
        <translation>A desk&apos;s letter must be one or two capital letters.</translation>
    </message>
    <message>
        <source>Huruf itu sudah milik meja lain.</source>
        <translation>That letter already belongs to another desk.</translation>
    </message>
    <message>
        <source>Pilih huruf lain: nomor tiket dua meja tidak boleh sama.</source>
        <translation>Choose another letter: two desks&apos; ticket numbers must never be the same.</translation>
    </message>
    <message>
        <source>Login itu bukan anggota ruang ini.</source>
        <translation>That login is no member of this room.</translation>
    </message>
    <message>
        <source>Itu login sebuah mesin; perannya tidak diubah.</source>
        <translation>That is a machine&apos;s login; its role is not changed.</translation>
    </message>
    <message>
        <source>Login itu dikunci; perannya tidak diubah.</source>
        <translation>That login is locked; its role was not changed.</translation>
    </message>
    <message>
        <source>Buka lagi dengan add-user (sandi baru; --role memberi peran baru).</source>
        <translation>Open it again with add-user (a new password; --role gives a new role).</translation>
    </message>
    <message>
        <source>Berkas sandi kosong.</source>
        <translation>The password file is empty.</translation>
    </message>
    <message>
        <source>Sandi tidak bisa ditanyakan di sini.</source>
        <translation>The password cannot be asked here.</translation>
    </message>
    <message>
        <source>Beri --new-password-file.</source>
        <translation>Give --new-password-file.</translation>
    </message>
    <message>
        <source>Kedua sandi berbeda.</source>
        <translation>The two passwords differ.</translation>
    </message>
    <message>
        <source>Berkas cadangan itu sudah ada; tidak ditimpa.</source>
        <translation>That backup file already exists; it is not overwritten.</translation>
    </message>
    <message>
        <source>Pilih nama lain, misalnya dengan tanggal.</source>
        <translation>Choose another name, with the date for example.</translation>
    </message>
    <message>
        <source>Program PostgreSQL untuk cadangan gagal.</source>
        <translation>PostgreSQL&apos;s program for backups failed.</translation>
    </message>
    <message>
        <source>Cadangan atau berkas .json di sampingnya tidak bisa dibaca.</source>
        <translation>The backup or the .json file beside it cannot be read.</translation>
    </message>
    <message>
        <source>Keduanya harus ada di folder yang sama.</source>
        <translation>Both must be in the same folder.</translation>
    </message>
    <message>
        <source>Cadangan TIDAK SAMA dengan hash-nya: rusak atau diubah.</source>
        <translation>The backup is NOT THE SAME as its hash says: damaged or changed.</translation>
    </message>
    <message>
        <source>Ambil cadangan yang lain.</source>
        <translation>Take another backup.</translation>
    </message>
    <message>
        <source>Database tujuan tidak kosong; tidak ada yang diubah.</source>
        <translation>The target database is not empty; nothing was changed.</translation>
    </message>
    <message>
        <source>Pulihkan ke database baru, lalu arahkan meja ke sana.</source>
        <translation>Restore into a new database, then point the desks to it.</translation>
    </message>
    <message>
        <source>Panggilan tetap berdering dan F2 tetap menjawab.</source>
        <translation>Calls still ring and F2 still answers.</translation>
    </message>
    <message>
        <source>Nama atau sandi salah.</source>
        <translation>Name or password is wrong.</translation>
    </message>
    <message>
        <source>Login {login} dikunci.</source>
        <translation>Login {login} is locked.</translation>
    </message>
    <message>
        <source>Login {login} bukan login petugas (mesin atau pembaca laporan).</source>
        <translation>Login {login} is not an operator&apos;s (a machine or a reader of reports).</translation>
    </message>
    <message>
        <source>Mendesak? Bekerja dulu tanpa login (Alt+D).</source>
        <translation>Urgent? Work without a login for now (Alt+D).</translation>
    </message>
    <message>
        <source>Ketik lagi; bila lupa sandi, minta TI. Mendesak: Alt+D.</source>
        <translation>Type it again; if the password is lost, ask IT. Urgent: Alt+D.</translation>
    </message>
    <message>
        <source>Tanyakan TI atau ketua regu. Mendesak: Alt+D.</source>
        <translation>Ask IT or the shift lead. Urgent: Alt+D.</translation>
    </message>
    <message>
        <source>Pakai login sendiri, atau minta TI memberi peran. Mendesak: Alt+D.</source>
        <translation>Use your own login, or ask IT for a role. Urgent: Alt+D.</translation>
    </message>
    <message>
        <source>Server tidak bisa ditanya. Nama atau sandi salah, atau belum dikenal di meja ini.</source>
        <translation>The server cannot be asked. Name or password is wrong, or not known at this desk yet.</translation>
    </message>
    <message>
        <source>Server tidak bisa ditanya, dan sudah lebih dari {days} hari login ini tidak diperiksa.</source>
        <translation>The server cannot be asked, and this login has not been checked for more than {days} days.</translation>
    </message>
    <message>
        <source>Terlalu sering salah: tunggu {seconds} detik.</source>
        <translation>Wrong too often: wait {seconds} s.</translation>
    </message>
    <message>
        <source>Masih memeriksa nama dan sandi.</source>
        <translation>Name and password are still being checked.</translation>
    </message>
    <message>
        <source>Nama atau sandi masih kosong.</source>
        <translation>Name or password is still empty.</translation>
    </message>
    <message>
        <source>Isi keduanya, lalu Enter.</source>
        <translation>Fill in both, then Enter.</translation>
    </message>
    <message>
        <source>Meja ini berdiri sendiri; orangnya ditentukan di pengaturan.</source>
        <translation>This desk stands alone; its person is set in the settings.</translation>
    </message>
    <message>
        <source>Login perlu sekretariat (secretariat.toml).</source>
        <translation>Signing on needs a secretariat (secretariat.toml).</translation>
    </message>
    <message>
        <source>Nama orang yang duduk di sini belum diisi.</source>
        <translation>The name of who sits here is missing.</translation>
    </message>
    <message>
        <source>Tulis nama dan alasannya, lalu Enter.</source>
        <translation>Write name and reason, then Enter.</translation>
    </message>
    <message>
        <source>Dinas {shift} tidak ada.</source>
        <translation>There is no shift {shift}.</translation>
    </message>
    <message>
        <source>Pilih dinas dari daftar.</source>
        <translation>Choose a shift from the list.</translation>
    </message>
    <message>
        <source>Peran {role} tidak bisa diambil.</source>
        <translation>Role {role} cannot be taken.</translation>
    </message>
    <message>
        <source>Pilih peran lain dari daftar.</source>
        <translation>Choose another role from the list.</translation>
    </message>
    <message>
        <source>Meja bekerja terus; yang belum terkirim hanya ada di komputer ini. Jangan matikan.</source>
        <translation>The desk goes on; what is not sent yet is on this computer only. Do not switch it off.</translation>
    </message>
    <message>
        <source>Beri tahu TI; salinan dilanjutkan sendiri begitu bisa.</source>
        <translation>Tell IT; the copy goes on by itself as soon as it can.</translation>
    </message>
    <message>
        <source>Meja ini tidak punya tempat salinan kedua.</source>
        <translation>This desk has no place for a second copy.</translation>
    </message>
    <message>
        <source>Minta TI mengisi [safe_copy] atau [neighbours] di secretariat.toml.</source>
        <translation>Ask IT to fill in [safe_copy] or [neighbours] in secretariat.toml.</translation>
    </message>
    <message>
        <source>Folder salinan tidak ada; disk atau USB terlepas?</source>
        <translation>The copy&apos;s folder is not there; has the disk or stick come off?</translation>
    </message>
    <message>
        <source>Pasang kembali disk atau USB itu ({folder}); salinan dilanjutkan sendiri.</source>
        <translation>Put the disk or stick back ({folder}); the copy goes on by itself.</translation>
    </message>
    <message>
        <source>Folder salinan tidak bisa ditulis.</source>
        <translation>The copy&apos;s folder cannot be written.</translation>
    </message>
    <message>
        <source>Beri tahu TI ({folder}: {detail}); salinan dilanjutkan sendiri begitu bisa.</source>
        <translation>Tell IT ({folder}: {detail}); the copy goes on by itself as soon as it can.</translation>
    </message>
    <message>
        <source>Folder salinan penuh.</source>
        <translation>The copy&apos;s folder is full.</translation>
    </message>
    <message>
        <source>Kosongkan disk itu ({folder}), atau perbesar limit_mb di secretariat.toml.</source>
        <translation>Free space on that disk ({folder}), or raise limit_mb in secretariat.toml.</translation>
    </message>
    <message>
        <source>Folder salinan ada di disk yang sama dengan jurnal.</source>
        <translation>The copy&apos;s folder is on the journal&apos;s own disk.</translation>
    </message>
    <message>
        <source>Pasang disk atau USB lain; mungkin USB-nya terlepas ({folder}).</source>
        <translation>Attach another disk or stick; perhaps the stick has come off ({folder}).</translation>
    </message>
    <message>
        <source>Tempat salinan kedua tidak menjawab.</source>
        <translation>The place of the second copy does not answer.</translation>
    </message>
    <message>
        <source>Ada kesalahan program saat menyalin; sudah dicatat.</source>
        <translation>The program made a mistake while copying; it has been logged.</translation>
    </message>
    <message>
        <source>Di tempat salinan ada catatan lain dengan nomor dari jurnal ini.</source>
        <translation>The copy&apos;s place holds other facts under numbers of this journal.</translation>
    </message>
    <message>
        <source>Tidak ada yang ditimpa; meja bekerja terus.</source>
        <translation>Nothing is overwritten; the desk goes on.</translation>
    </message>
    <message>
        <source>Beri tahu TI: berkas jurnal ini disalin ke meja lain, atau versi lama dipasang lagi.</source>
        <translation>Tell IT: this journal&apos;s file was copied to another desk, or an old version was put back.</translation>
    </message>
    <message>
        <source>Tidak ada meja tetangga lain dalam daftar.</source>
        <translation>There is no other neighbour desk on the list.</translation>
    </message>
    <message>
        <source>Minta TI mengisi [neighbours.desks] di secretariat.toml.</source>
        <translation>Ask IT to fill in [neighbours.desks] in secretariat.toml.</translation>
    </message>
    <message>
        <source>Tidak ada meja tetangga yang menjawab.</source>
        <translation>No neighbour desk answers.</translation>
    </message>
    <message>
        <source>Periksa apakah meja lain menyala dan jaringan tersambung.</source>
        <translation>Check that other desks are on and the network is connected.</translation>
    </message>
    <message>
        <source>Sertifikat meja tetangga atau meja ini tidak diterima.</source>
        <translation>The certificate of a neighbour desk, or of this desk, is not accepted.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa tanggal dan nama di sertifikat meja ini dan Meja {desk}.</source>
        <translation>Ask IT to check dates and names in the certificates of this desk and desk {desk}.</translation>
    </message>
    <message>
        <source>Meja tetangga sudah menyimpan terlalu banyak.</source>
        <translation>The neighbour desk keeps too much already.</translation>
    </message>
    <message>
        <source>Meja tetangga tidak bisa menyimpan sekarang.</source>
        <translation>The neighbour desk cannot keep anything now.</translation>
    </message>
    <message>
        <source>Meja ini tidak bisa mendengarkan meja tetangga: alamat atau port dipakai.</source>
        <translation>This desk cannot listen for neighbours: the address or port is taken.</translation>
    </message>
    <message>
        <source>Catatan meja ini tidak terpengaruh.</source>
        <translation>This desk&apos;s own facts are not affected.</translation>
    </message>
    <message>
        <source>Minta TI memeriksa listen di secretariat.toml.</source>
        <translation>Ask IT to check listen in secretariat.toml.</translation>
    </message>
    <message>
        <source>Sedang diurus Meja {desk} ({operator}).</source>
        <translation>Desk {desk} ({operator}) is on it.</translation>
    </message>
    <message>
        <source>Nomor ini tidak dihubungi dua kali.</source>
        <translation>This number is not called twice.</translation>
    </message>
    <message>
        <source>Pilih nomor lain; ketua regu bisa mengambilnya dengan Shift+Enter.</source>
        <translation>Choose another number; a shift lead can take it with Shift+Enter.</translation>
    </message>
    <message>
        <source>Sudah diambil Meja {desk} ({operator}).</source>
        <translation>Desk {desk} ({operator}) already has it.</translation>
    </message>
    <message>
        <source>Ruangan memberikannya kepada yang lebih cepat.</source>
        <translation>The room gave it to who was quicker.</translation>
    </message>
    <message>
        <source>Pilih yang lain, atau hubungi meja itu.</source>
        <translation>Choose another one, or call that desk.</translation>
    </message>
    <message>
        <source>Ruangan menolak: peran Anda di sekretariat belum boleh.</source>
        <translation>The room refuses: your role in the secretariat may not do this.</translation>
    </message>
    <message>
        <source>Tiket dan panggilan tidak berubah.</source>
        <translation>Tickets and calls are unchanged.</translation>
    </message>
    <message>
        <source>Minta ketua regu, atau minta TI memeriksa peran Anda.</source>
        <translation>Ask the shift lead, or ask IT to check your role.</translation>
    </message>
    <message>
        <source>Belum ada kejadian yang dipilih.</source>
        <translation>No incident is chosen yet.</translation>
    </message>
    <message>
        <source>Buka tiketnya, atau pilih di papan regu (Spasi menandai).</source>
        <translation>Open the ticket, or choose it on the supervision board (Space marks it).</translation>
    </message>
    <message>
        <source>Terlalu banyak sekaligus: paling banyak {limit} kejadian.</source>
        <translation>Too many at once: at most {limit} incidents.</translation>
    </message>
    <message>
        <source>Tidak ada yang berubah.</source>
        <translation>Nothing has changed.</translation>
    </message>
    <message>
        <source>Pilih lebih sedikit.</source>
        <translation>Choose fewer.</translation>
    </message>
    <message>
        <source>Tiket rahasia tidak bisa diberikan kepada {operator}: perannya tidak menangani tiket.</source>
        <translation>A confidential ticket cannot be given to {operator}: that role does not handle tickets.</translation>
    </message>
    <message>
        <source>Tiket tetap pada pemiliknya.</source>
        <translation>The ticket stays with its owner.</translation>
    </message>
    <message>
        <source>Pilih petugas penerima panggilan, pengirim, atau ketua regu.</source>
        <translation>Choose a call taker, a dispatcher or the shift lead.</translation>
    </message>
    <message>
        <source>Petugas “{operator}” tidak dikenal di ruangan ini.</source>
        <translation>Operator “{operator}” is unknown in this room.</translation>
    </message>
    <message>
        <source>Pilih dari papan regu, atau tulis huruf meja.</source>
        <translation>Choose from the supervision board, or type a desk&apos;s letter.</translation>
    </message>
    <message>
        <source>{operator} tidak sedang bertugas di meja mana pun.</source>
        <translation>{operator} is not on duty at any desk.</translation>
    </message>
    <message>
        <source>Pilih petugas yang bertugas, atau sebuah meja.</source>
        <translation>Choose somebody on duty, or a desk.</translation>
    </message>
    <message>
        <source>{ticket} memang sudah di sana.</source>
        <translation>{ticket} is there already.</translation>
    </message>
    <message>
        <source>Permintaan itu sudah dijawab.</source>
        <translation>That request has been answered already.</translation>
    </message>
    <message>
        <source>Konflik ini sudah dilihat orang lain.</source>
        <translation>Somebody else has already looked at this conflict.</translation>
    </message>
    <message>
        <source>Pilih “Semua” (T) untuk membaca siapa dan kapan.</source>
        <translation>Choose “All” (T) to read who and when.</translation>
    </message>
    <message>
        <source>Untuk konflik ini tidak ada nilai atau pengiriman yang bisa dipilih.</source>
        <translation>There is no value and no dispatch to choose for this conflict.</translation>
    </message>
    <message>
        <source>Buka tiketnya (Enter), lalu tandai sudah dilihat (L).</source>
        <translation>Open its ticket (Enter), then mark it as seen (L).</translation>
    </message>
    <message>
        <source>Peran Anda tidak boleh mengumumkan ke penerima ini.</source>
        <translation>Your role may not announce to these receivers.</translation>
    </message>
    <message>
        <source>Tulis ke ketua regu, atau minta ketua regu mengumumkan.</source>
        <translation>Write to the shift leads, or ask a shift lead to announce it.</translation>
    </message>
    <message>
        <source>Pengumuman masih kosong.</source>
        <translation>The announcement is still empty.</translation>
    </message>
    <message>
        <source>Tulis isinya, lalu Enter.</source>
        <translation>Write it, then Enter.</translation>
    </message>
    <message>
        <source>Pengumuman {length} huruf; paling banyak {limit}.</source>
        <translation>The announcement has {length} letters; at most {limit}.</translation>
    </message>
    <message>
        <source>Persingkat: yang penting dulu.</source>
        <translation>Shorten it: what matters first.</translation>
    </message>
    <message>
        <source>Waktu berakhir pengumuman tidak bisa dipakai.</source>
        <translation>The announcement&apos;s end time cannot be used.</translation>
    </message>
    <message>
        <source>Pilih waktu dalam tujuh hari ke depan.</source>
        <translation>Choose a time within the next seven days.</translation>
    </message>
    <message>
        <source>Tingkat pengumuman {level} tidak ada.</source>
        <translation>There is no announcement level {level}.</translation>
    </message>
    <message>
        <source>Pilih biasa, penting, atau darurat.</source>
        <translation>Choose normal, important or urgent.</translation>
    </message>
    <message>
        <source>Pengumuman itu tidak ada lagi di meja ini.</source>
        <translation>That announcement is no longer on this desk.</translation>
    </message>
    <message>
        <source>Buka daftar pengumuman (Ctrl+Shift+I).</source>
        <translation>Open the list of announcements (Ctrl+Shift+I).</translation>
    </message>
    <message>
        <source>Belum ada orang yang masuk di meja ini; pengumuman dibaca atas nama orang.</source>
        <translation>Nobody is signed on at this desk; an announcement is read in a person&apos;s name.</translation>
    </message>
    <message>
        <source>Pengumuman tetap terlihat. Panggilan tetap berdering dan F2 tetap menjawab.</source>
        <translation>The announcement stays in sight. Calls ring and F2 answers as before.</translation>
    </message>
    <message>
        <source>Masuk dulu dengan nama dan sandi, lalu tandai sudah dibaca.</source>
        <translation>Sign on with name and password first, then mark it as read.</translation>
    </message>
    <message>
        <source>Biasa</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>▲ PENTING</source>
        <translation>▲ IMPORTANT</translation>
    </message>
    <message>
        <source>✖ DARURAT</source>
        <translation>✖ URGENT</translation>
    </message>
    <message>
        <source>Semua meja</source>
        <translation>All desks</translation>
    </message>
    <message>
        <source>Ketua regu</source>
        <translation>Shift leads</translation>
    </message>
    <message>
        <source>Giliran berikut di meja ini</source>
        <translation>Next shift at this desk</translation>
    </message>
    <message>
        <source>Jenis objek peta {kind} tidak dikenal.</source>
        <translation>The kind of map feature {kind} is not known.</translation>
    </message>
    <message>
        <source>Pilih jenis dari daftar.</source>
        <translation>Choose a kind from the list.</translation>
    </message>
    <message>
        <source>Bentuk ini tidak cocok untuk jenis objeknya.</source>
        <translation>This shape does not fit the kind of feature.</translation>
    </message>
    <message>
        <source>Patokan berupa titik, jalan ditutup garis, zona bahaya bidang.</source>
        <translation>A landmark is a point, a closed road a line, a danger area an area.</translation>
    </message>
    <message>
        <source>Titiknya kurang dari {least} atau lebih dari {limit}.</source>
        <translation>There are fewer than {least} or more than {limit} points.</translation>
    </message>
    <message>
        <source>Tambah atau kurangi titik, lalu Enter.</source>
        <translation>Add or take away points, then Enter.</translation>
    </message>
    <message>
        <source>Objek ini belum bernama.</source>
        <translation>This feature has no name yet.</translation>
    </message>
    <message>
        <source>Tulis nama yang dipakai warga.</source>
        <translation>Write the name that people use.</translation>
    </message>
    <message>
        <source>Teksnya {length} huruf; paling banyak {limit}.</source>
        <translation>The text has {length} letters; at most {limit}.</translation>
    </message>
    <message>
        <source>Paling banyak {limit} sebutan lain.</source>
        <translation>At most {limit} other names.</translation>
    </message>
    <message>
        <source>Simpan yang paling sering dipakai.</source>
        <translation>Keep those used most.</translation>
    </message>
    <message>
        <source>Waktu berakhir tidak bisa dipakai.</source>
        <translation>The end cannot be used.</translation>
    </message>
    <message>
        <source>Pilih waktu sesudah sekarang, paling lama {days} hari.</source>
        <translation>Choose a time after now, at most {days} days.</translation>
    </message>
    <message>
        <source>Batas pasang surut tidak bisa dipakai.</source>
        <translation>The tide limits cannot be used.</translation>
    </message>
    <message>
        <source>Isi meter dari {lowest} sampai {highest}, yang rendah dulu; hanya dermaga dan titik pompa.</source>
        <translation>Metres from {lowest} to {highest}, the lower one first; only jetties and pump points.</translation>
    </message>
    <message>
        <source>Objek peta ini tidak dikenal.</source>
        <translation>This map feature is not known.</translation>
    </message>
    <message>
        <source>Pilih objek dari daftar.</source>
        <translation>Choose a feature from the list.</translation>
    </message>
    <message>
        <source>Objek peta ini sudah dihapus.</source>
        <translation>This map feature has been removed.</translation>
    </message>
    <message>
        <source>Kembalikan dulu lewat daftar objek peta.</source>
        <translation>Put it back first, in the list of map features.</translation>
    </message>
    <message>
        <source>Objek ini masih ada di peta.</source>
        <translation>This feature is still on the map.</translation>
    </message>
    <message>
        <source>Peta sudah memuat {limit} objek.</source>
        <translation>The map holds {limit} features already.</translation>
    </message>
    <message>
        <source>Objek yang ada tetap berlaku.</source>
        <translation>Those that are there stay.</translation>
    </message>
    <message>
        <source>Hapus yang tidak dipakai lagi.</source>
        <translation>Remove those no longer needed.</translation>
    </message>
    <message>
        <source>Tiket {ticket} belum punya titik lokasi.</source>
        <translation>Ticket {ticket} has no place yet.</translation>
    </message>
    <message>
        <source>Tunjuk lokasinya di peta dulu, atau gambar zonanya sendiri.</source>
        <translation>Point it out on the map first, or draw the area yourself.</translation>
    </message>
    <message>
        <source>Berkas tidak bisa dibaca: {reason}.</source>
        <translation>The file cannot be read: {reason}.</translation>
    </message>
    <message>
        <source>Tidak ada yang diubah di peta.</source>
        <translation>Nothing was changed on the map.</translation>
    </message>
    <message>
        <source>Periksa nama berkas dan foldernya.</source>
        <translation>Check the name of the file and its folder.</translation>
    </message>
    <message>
        <source>Berkas lebih besar dari {limit} MB.</source>
        <translation>The file is larger than {limit} MB.</translation>
    </message>
    <message>
        <source>Peta dasar diimpor sebagai paket peta, bukan sebagai objek.</source>
        <translation>A base map is imported as a map pack, not as features.</translation>
    </message>
    <message>
        <source>Berkas memuat {count} objek; paling banyak {limit}.</source>
        <translation>The file holds {count} features; at most {limit}.</translation>
    </message>
    <message>
        <source>Bagi berkasnya, atau impor sebagai paket peta.</source>
        <translation>Split the file, or import it as a map pack.</translation>
    </message>
    <message>
        <source>Berkas tidak memuat objek.</source>
        <translation>The file holds no features.</translation>
    </message>
    <message>
        <source>Berkas bukan GeoJSON: isinya rusak atau bukan teks UTF-8.</source>
        <translation>The file is no GeoJSON: damaged, or no UTF-8 text.</translation>
    </message>
    <message>
        <source>Simpan ulang dari program asalnya sebagai GeoJSON.</source>
        <translation>Save it again as GeoJSON from the program it came from.</translation>
    </message>
    <message>
        <source>Berkas bukan kumpulan objek GeoJSON (FeatureCollection).</source>
        <translation>The file is no GeoJSON FeatureCollection.</translation>
    </message>
    <message>
        <source>Berkas memakai proyeksi lain, bukan lintang dan bujur (WGS 84).</source>
        <translation>The file uses another projection, not latitude and longitude (WGS 84).</translation>
    </message>
    <message>
        <source>Simpan ulang dengan EPSG:4326.</source>
        <translation>Save it again with EPSG:4326.</translation>
    </message>
    <message>
        <source>Jari-jari zona bahaya tidak bisa dipakai.</source>
        <translation>The radius of the danger area cannot be used.</translation>
    </message>
    <message>
        <source>Isi meter, paling banyak {limit}.</source>
        <translation>Metres, at most {limit}.</translation>
    </message>
    <message>
        <source>Posisi ini hanya berupa alamat, tidak ada titiknya.</source>
        <translation>This position is an address only; it has no point.</translation>
    </message>
    <message>
        <source>Alamatnya tetap tercatat pada panggilan.</source>
        <translation>The address stays recorded with the call.</translation>
    </message>
    <message>
        <source>Cari alamat itu di kolom tempat, atau tunjuk di peta.</source>
        <translation>Look the address up in the place field, or point on the map.</translation>
    </message>
    <message>
        <source>Posisi ini sudah milik panggilan lain, atau sudah lewat.</source>
        <translation>This position already belongs to another call, or is too old.</translation>
    </message>
    <message>
        <source>Pilih posisi lain dari daftar.</source>
        <translation>Choose another position of the list.</translation>
    </message>
    <message>
        <source>Posisi panggilan ini tidak boleh diminta dari sini.</source>
        <translation>This call&apos;s position may not be asked for from here.</translation>
    </message>
    <message>
        <source>Panggilan berjalan biasa; alamat servernya tercatat.</source>
        <translation>The call goes on as always; the server&apos;s address is recorded.</translation>
    </message>
    <message>
        <source>Tanya penelepon; TI bisa mengizinkan server itu di caller_positions.toml.</source>
        <translation>Ask the caller; IT can allow that server in caller_positions.toml.</translation>
    </message>
    <message>
        <source>Panggilan ini tidak menyebut server posisi yang diizinkan TI.</source>
        <translation>This call names no location server that IT has allowed.</translation>
    </message>
    <message>
        <source>Tanya penelepon di mana kejadiannya.</source>
        <translation>Ask the caller where it happened.</translation>
    </message>
    <message>
        <source>Posisi sedang diminta.</source>
        <translation>The position is being asked for.</translation>
    </message>
    <message>
        <source>Nomor 112 untuk {name} belum diisi.</source>
        <translation>The 112 number of {name} is not filled in yet.</translation>
    </message>
    <message>
        <source>Penelepon tetap di sini; tiket bisa diisi terus.</source>
        <translation>The caller stays here; the ticket can be filled in.</translation>
    </message>
    <message>
        <source>Hubungi lewat Ctrl+I; minta TI mengisi neighbours.toml dan agencies.toml.</source>
        <translation>Call by Ctrl+I; ask IT to fill in neighbours.toml and agencies.toml.</translation>
    </message>
    <message>
        <source>Tabel pasang surut {file}, baris {line}: {found}. Yang boleh: {allowed}.</source>
        <translation>Tide table {file}, line {line}: {found}. Allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Tabel yang lama tetap dipakai.</source>
        <translation>The old table stays in use.</translation>
    </message>
    <message>
        <source>Perbaiki baris itu, lalu impor lagi.</source>
        <translation>Correct that line, then import again.</translation>
    </message>
    <message>
        <source>Jaringan jalan dalam paket peta rusak ({what}).</source>
        <translation>The road network in the map pack is damaged ({what}).</translation>
    </message>
    <message>
        <source>Waktu tempuh ditaksir dari garis lurus.</source>
        <translation>Travel times are estimated from a straight line.</translation>
    </message>
    <message>
        <source>Minta TI mengimpor peta lagi.</source>
        <translation>Ask IT to import the map again.</translation>
    </message>
    <message>
        <source>Belum ada jaringan jalan dan sungai di peta.</source>
        <translation>The map has no network of roads and rivers yet.</translation>
    </message>
    <message>
        <source>Minta TI mengimpor peta: batola-desk map import.</source>
        <translation>Ask IT to import the map: batola-desk map import.</translation>
    </message>
    <message>
        <source>Belum ada satuan yang disarankan untuk tiket ini.</source>
        <translation>No unit is advised for this ticket yet.</translation>
    </message>
    <message>
        <source>Beri titik lokasi dan jenis kejadian, atau pilih satuan sendiri (F8).</source>
        <translation>Give it a place and a type of incident, or choose a unit yourself (F8).</translation>
    </message>
    <message>
        <source>Satuan mana yang dimaksud?</source>
        <translation>Which unit is meant?</translation>
    </message>
    <message>
        <source>Pilih satuan (F8), atau tulis namanya: jangkauan damkar 1.</source>
        <translation>Choose a unit (F8), or write its name: jangkauan damkar 1.</translation>
    </message>
    <message>
        <source>Satuan ini belum punya posisi.</source>
        <translation>This unit has no position yet.</translation>
    </message>
    <message>
        <source>Tunjuk posisinya di peta dulu.</source>
        <translation>Point at its position on the map first.</translation>
    </message>
    <message>
        <source>Tidak ada jalan atau sungai di dekat posisi itu.</source>
        <translation>There is no road or river near that position.</translation>
    </message>
    <message>
        <source>Tidak ada yang diubah; peta yang ada tetap dipakai.</source>
        <translation>Nothing was changed; the map of now stays in use.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak ada.</source>
        <translation>There is no file {file}.</translation>
    </message>
    <message>
        <source>Periksa nama dan foldernya.</source>
        <translation>Check its name and folder.</translation>
    </message>
    <message>
        <source>Berkas {file} tidak boleh dibaca oleh pengguna ini.</source>
        <translation>This user may not read the file {file}.</translation>
    </message>
    <message>
        <source>Beri hak baca, atau salin ke folder sendiri.</source>
        <translation>Give the right to read it, or copy it to an own folder.</translation>
    </message>
    <message>
        <source>Berkas {file} kosong.</source>
        <translation>The file {file} is empty.</translation>
    </message>
    <message>
        <source>Ambil atau salin berkas itu lagi.</source>
        <translation>Fetch or copy that file again.</translation>
    </message>
    <message>
        <source>{file} adalah folder.</source>
        <translation>{file} is a folder.</translation>
    </message>
    <message>
        <source>Pilih berkas di dalamnya; geodatabase (.gdb) simpan dulu sebagai GeoPackage.</source>
        <translation>Choose a file inside it; save a geodatabase (.gdb) as GeoPackage first.</translation>
    </message>
    <message>
        <source>{file} bukan berkas biasa.</source>
        <translation>{file} is no ordinary file.</translation>
    </message>
    <message>
        <source>Salin isinya ke sebuah berkas dulu.</source>
        <translation>Copy its content into a file first.</translation>
    </message>
    <message>
        <source>Isi {file} adalah halaman web, bukan peta: unduhannya gagal.</source>
        <translation>{file} holds a web page, not a map: the download failed.</translation>
    </message>
    <message>
        <source>Buka berkas itu di peramban untuk membaca sebabnya, lalu unduh lagi.</source>
        <translation>Open the file in a browser to read why, then download it again.</translation>
    </message>
    <message>
        <source>{file} terkunci dengan sandi.</source>
        <translation>{file} is locked with a password.</translation>
    </message>
    <message>
        <source>Buka arsip itu dulu, lalu pilih berkas di dalamnya.</source>
        <translation>Unpack the archive first, then choose the file in it.</translation>
    </message>
    <message>
        <source>Semua bentuk di {file} rusak atau tidak lengkap.</source>
        <translation>All shapes in {file} are broken or incomplete.</translation>
    </message>
    <message>
        <source>Ambil berkas itu lagi; .osm.pbf harus terurut (osmium sort).</source>
        <translation>Get the file again; an .osm.pbf must be sorted (osmium sort).</translation>
    </message>
    <message>
        <source>{file} bukan berkas peta yang dikenal.</source>
        <translation>{file} is no map file that is known here.</translation>
    </message>
    <message>
        <source>Yang bisa: .osm.pbf, GeoPackage, shapefile (juga .zip), GeoJSON, MBTiles atau PMTiles berisi gambar, dan paket .btmap.</source>
        <translation>Possible: .osm.pbf, GeoPackage, shapefile (also .zip), GeoJSON, MBTiles or PMTiles with pictures, and .btmap packs.</translation>
    </message>
    <message>
        <source>Isi {file} rusak atau terpotong.</source>
        <translation>The contents of {file} are damaged or cut off.</translation>
    </message>
    <message>
        <source>Ambil atau salin berkas itu lagi, lalu ulangi.</source>
        <translation>Fetch or copy that file again, then repeat.</translation>
    </message>
    <message>
        <source>{file} terlalu besar (paling banyak {limit_mb} MB).</source>
        <translation>{file} is too large (at most {limit_mb} MB).</translation>
    </message>
    <message>
        <source>Potong dulu menjadi sekitar kabupaten: osmium extract, atau simpan sebagai GeoPackage.</source>
        <translation>Cut it to the surroundings of the regency first: osmium extract, or save it as GeoPackage.</translation>
    </message>
    <message>
        <source>{file} berisi lebih banyak dari yang bisa ditampung satu paket.</source>
        <translation>{file} holds more than one pack can take.</translation>
    </message>
    <message>
        <source>Ambil hanya lapisan yang perlu, atau potong menjadi sekitar kabupaten.</source>
        <translation>Take only the layers that are needed, or cut it to the surroundings of the regency.</translation>
    </message>
    <message>
        <source>{file} adalah bagian dari shapefile.</source>
        <translation>{file} is a part of a shapefile.</translation>
    </message>
    <message>
        <source>Pilih berkas yang berakhiran .shp; bagian lain dibaca sendiri.</source>
        <translation>Choose the file that ends in .shp; the other parts are read by themselves.</translation>
    </message>
    <message>
        <source>Untuk {file} tidak ada {part}.</source>
        <translation>For {file} there is no {part}.</translation>
    </message>
    <message>
        <source>Salin semua bagian shapefile (.shp, .shx, .dbf, .prj) ke folder yang sama.</source>
        <translation>Copy all parts of the shapefile (.shp, .shx, .dbf, .prj) into one folder.</translation>
    </message>
    <message>
        <source>{file} tidak mengatakan proyeksinya (.prj hilang atau tidak terbaca).</source>
        <translation>{file} does not say its projection (.prj missing or unreadable).</translation>
    </message>
    <message>
        <source>Minta berkas .prj dari pembuatnya, atau sebutkan: --crs EPSG:4326 (derajat) atau --crs EPSG:32750 (UTM 50S). Tidak ditebak: peta yang bergeser berbahaya.</source>
        <translation>Ask its maker for the .prj file, or say it: --crs EPSG:4326 (degrees) or --crs EPSG:32750 (UTM 50S). It is not guessed: a shifted map is dangerous.</translation>
    </message>
    <message>
        <source>Angka di {file} tidak cocok dengan proyeksi yang disebut ({crs}).</source>
        <translation>The numbers in {file} do not fit the projection it says ({crs}).</translation>
    </message>
    <message>
        <source>Minta berkas dengan .prj yang benar; untuk GeoJSON sebutkan proyeksinya: --crs EPSG:32750.</source>
        <translation>Ask for a file with the right .prj; for GeoJSON say its projection, for example --crs EPSG:32750.</translation>
    </message>
    <message>
        <source>Proyeksi {crs} tidak dikenal ({file}).</source>
        <translation>The projection {crs} is not known ({file}).</translation>
    </message>
    <message>
        <source>Tulis sebagai EPSG:nomor, misalnya EPSG:32750.</source>
        <translation>Write it as EPSG:number, for instance EPSG:32750.</translation>
    </message>
    <message>
        <source>Lintang dan bujur di {file} tertukar.</source>
        <translation>Latitude and longitude are swapped in {file}.</translation>
    </message>
    <message>
        <source>Tukar kedua kolom di pembuat berkas itu, lalu simpan lagi.</source>
        <translation>Swap the two columns where the file was made, then save it again.</translation>
    </message>
    <message>
        <source>Seluruh isi {file} di luar kabupaten dan 20 km di sekitarnya.</source>
        <translation>All of {file} lies outside the regency and 20 km around it.</translation>
    </message>
    <message>
        <source>Periksa apakah ini berkas untuk daerah lain.</source>
        <translation>Check whether this file is for another region.</translation>
    </message>
    <message>
        <source>{file} tidak berisi satu pun bentuk.</source>
        <translation>{file} holds not a single shape.</translation>
    </message>
    <message>
        <source>Periksa berkas itu di pembuatnya.</source>
        <translation>Check the file where it was made.</translation>
    </message>
    <message>
        <source>Dari {file} tidak ada yang bisa dipakai: semua di luar daerah atau tidak dikenal.</source>
        <translation>Nothing of {file} can be used: all of it is outside the region or not known.</translation>
    </message>
    <message>
        <source>Periksa isi dan nama kolomnya (docs/map.md).</source>
        <translation>Check its contents and the names of its columns (docs/map.md).</translation>
    </message>
    <message>
        <source>{file} berisi ubin vektor; itu tidak bisa diambil.</source>
        <translation>{file} holds vector tiles; those cannot be taken.</translation>
    </message>
    <message>
        <source>Pakai data asalnya (.osm.pbf atau GeoPackage), atau MBTiles/PMTiles berisi gambar.</source>
        <translation>Use the data they were made of (.osm.pbf or GeoPackage), or MBTiles/PMTiles with pictures.</translation>
    </message>
    <message>
        <source>Tidak ada berkas yang dipilih.</source>
        <translation>No file was chosen.</translation>
    </message>
    <message>
        <source>Pilih sedikitnya satu berkas.</source>
        <translation>Choose at least one file.</translation>
    </message>
    <message>
        <source>Paket jadi ({file}) dipasang sendiri, tidak bersama berkas lain.</source>
        <translation>A finished pack ({file}) is installed alone, not with other files.</translation>
    </message>
    <message>
        <source>Pasang paket itu dulu; tambahkan berkas lain sesudahnya.</source>
        <translation>Install that pack first; add other files afterwards.</translation>
    </message>
    <message>
        <source>Paket peta {file} rusak atau diubah.</source>
        <translation>The map pack {file} is damaged or was changed.</translation>
    </message>
    <message>
        <source>Salin lagi dari meja yang membuatnya, atau impor ulang.</source>
        <translation>Copy it again from the desk that made it, or import anew.</translation>
    </message>
    <message>
        <source>{file} bukan paket peta.</source>
        <translation>{file} is no map pack.</translation>
    </message>
    <message>
        <source>Pilih berkas .btmap dari batola-desk map export.</source>
        <translation>Choose a .btmap file from batola-desk map export.</translation>
    </message>
    <message>
        <source>Paket {file} dibuat oleh versi program yang lebih baru.</source>
        <translation>The pack {file} was made by a newer version of the program.</translation>
    </message>
    <message>
        <source>Perbarui program meja ini dulu.</source>
        <translation>Update the program of this desk first.</translation>
    </message>
    <message>
        <source>Paket {file} tidak lebih baru dari yang dipakai meja ini.</source>
        <translation>Pack {file} is not newer than the one this desk uses.</translation>
    </message>
    <message>
        <source>Meja ini tidak punya paket peta.</source>
        <translation>This desk has no map pack.</translation>
    </message>
    <message>
        <source>Impor dulu: batola-desk map import BERKAS.</source>
        <translation>Import first: batola-desk map import FILE.</translation>
    </message>
    <message>
        <source>Kosongkan disk, lalu ulangi.</source>
        <translation>Make room on the disk, then repeat.</translation>
    </message>
    <message>
        <source>Disk tidak bisa ditulis ({detail}).</source>
        <translation>The disk cannot be written ({detail}).</translation>
    </message>
    <message>
        <source>Periksa disk dan folder data meja ini, lalu ulangi.</source>
        <translation>Check the disk and the data folder of this desk, then repeat.</translation>
    </message>
    <message>
        <source>Folder peta tidak boleh ditulis oleh pengguna ini.</source>
        <translation>This user may not write the map folder.</translation>
    </message>
    <message>
        <source>Beri hak tulis pada folder data meja ini.</source>
        <translation>Give the right to write the data folder of this desk.</translation>
    </message>
    <message>
        <source>Impor peta lain sedang berjalan di komputer ini.</source>
        <translation>Another map import is running on this computer.</translation>
    </message>
    <message>
        <source>Tunggu sampai selesai, atau batalkan dulu.</source>
        <translation>Wait until it has ended, or cancel it first.</translation>
    </message>
    <message>
        <source>{date} bukan tanggal.</source>
        <translation>{date} is not a date.</translation>
    </message>
    <message>
        <source>Tulis sebagai TAHUN-BULAN-HARI, misalnya 2026-11-01.</source>
        <translation>Write it as YEAR-MONTH-DAY, for instance 2026-11-01.</translation>
    </message>
    <message>
        <source>Folder {file} tidak ada atau tidak boleh dibaca.</source>
        <translation>The folder {file} is not there or may not be read.</translation>
    </message>
    <message>
        <source>Periksa jaringan dan hak baca folder itu.</source>
        <translation>Check the network and the right to read that folder.</translation>
    </message>
    <message>
        <source>Impor berhenti karena kesalahan; sudah dicatat.</source>
        <translation>The import stopped because of a mistake; it was noted.</translation>
    </message>
    <message>
        <source>Paket peta hanya boleh diganti admin TI atau ketua regu.</source>
        <translation>Only an IT admin or a shift lead may replace the map pack.</translation>
    </message>
    <message>
        <source>Minta admin TI.</source>
        <translation>Ask an IT admin.</translation>
    </message>
    <message>
        <source>membaca berkas</source>
        <translation>reading files</translation>
    </message>
    <message>
        <source>memilih dan memotong</source>
        <translation>choosing and cutting</translation>
    </message>
    <message>
        <source>mengambil gambar</source>
        <translation>taking pictures</translation>
    </message>
    <message>
        <source>menyusun jaringan jalan dan sungai</source>
        <translation>building the network of roads and rivers</translation>
    </message>
    <message>
        <source>memeriksa</source>
        <translation>checking</translation>
    </message>
    <message>
        <source>memasang</source>
        <translation>installing</translation>
    </message>
    <message numerus="yes">
        <source>%Ln di luar kabupaten dan 20 km di sekitarnya</source>
        <translation>
            <numerusform>%Ln outside the regency and 20 km around it</numerusform>
            <numerusform>%Ln outside the regency and 20 km around it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tidak dikenal peta ini</source>
        <translation>
            <numerusform>%Ln not known to this map</numerusform>
            <numerusform>%Ln not known to this map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rusak dan tidak bisa diperbaiki</source>
        <translation>
            <numerusform>%Ln broken beyond mending</numerusform>
            <numerusform>%Ln broken beyond mending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sama dengan yang sudah diambil</source>
        <translation>
            <numerusform>%Ln the same as what was taken</numerusform>
            <numerusform>%Ln the same as what was taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tanpa bentuk</source>
        <translation>
            <numerusform>%Ln without a shape</numerusform>
            <numerusform>%Ln without a shape</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bukan PNG, JPEG atau WebP</source>
        <translation>
            <numerusform>%Ln not PNG, JPEG or WebP</numerusform>
            <numerusform>%Ln not PNG, JPEG or WebP</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jalan</source>
        <translation>
            <numerusform>%Ln road</numerusform>
            <numerusform>%Ln roads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sungai, anjir, handil dan air</source>
        <translation>
            <numerusform>%Ln river, canal or water</numerusform>
            <numerusform>%Ln rivers, canals and waters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rel</source>
        <translation>
            <numerusform>%Ln railway</numerusform>
            <numerusform>%Ln railways</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln penyeberangan</source>
        <translation>
            <numerusform>%Ln ferry</numerusform>
            <numerusform>%Ln ferries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dermaga</source>
        <translation>
            <numerusform>%Ln jetty</numerusform>
            <numerusform>%Ln jetties</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bangunan</source>
        <translation>
            <numerusform>%Ln building</numerusform>
            <numerusform>%Ln buildings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln batas</source>
        <translation>
            <numerusform>%Ln boundary</numerusform>
            <numerusform>%Ln boundaries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln nama tempat</source>
        <translation>
            <numerusform>%Ln place name</numerusform>
            <numerusform>%Ln place names</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bangunan umum</source>
        <translation>
            <numerusform>%Ln public building</numerusform>
            <numerusform>%Ln public buildings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln penggunaan lahan</source>
        <translation>
            <numerusform>%Ln land use</numerusform>
            <numerusform>%Ln land uses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lain-lain</source>
        <translation>
            <numerusform>%Ln other</numerusform>
            <numerusform>%Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bentuk diperbaiki</source>
        <translation>
            <numerusform>%Ln shape mended</numerusform>
            <numerusform>%Ln shapes mended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dipotong di tepi peta</source>
        <translation>
            <numerusform>%Ln cut at the edge of the map</numerusform>
            <numerusform>%Ln cut at the edge of the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tulisan dengan kode huruf lain dibaca</source>
        <translation>
            <numerusform>%Ln text in another character code read</numerusform>
            <numerusform>%Ln texts in another character code read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln nama dirapikan</source>
        <translation>
            <numerusform>%Ln name tidied</numerusform>
            <numerusform>%Ln names tidied</numerusform>
        </translation>
    </message>
    <message>
        <source>diletakkan petugas</source>
        <translation>placed by hand</translation>
    </message>
    <message>
        <source>posnya</source>
        <translation>its post</translation>
    </message>
    <message>
        <source>Traccar</source>
        <translation>Traccar</translation>
    </message>
    <message>
        <source>OwnTracks</source>
        <translation>OwnTracks</translation>
    </message>
    <message>
        <source>berkas jalur</source>
        <translation>track file</translation>
    </message>
    <message>
        <source>Tidak ada yang diterbitkan; meja-meja tetap memakai peta mereka.</source>
        <translation>Nothing was published; the desks keep using their maps.</translation>
    </message>
    <message>
        <source>Peta yang ada tetap dipakai.</source>
        <translation>The map of now stays in use.</translation>
    </message>
    <message>
        <source>Paket peta hanya boleh diterbitkan atau ditarik oleh login admin.</source>
        <translation>Only an admin&apos;s login may publish a map pack or take it back.</translation>
    </message>
    <message>
        <source>Sebut login admin: --as LOGIN (batola-desk secretariat set-role).</source>
        <translation>Name an admin&apos;s login: --as LOGIN (batola-desk secretariat set-role).</translation>
    </message>
    <message>
        <source>Meja ini tidak punya sekretariat.</source>
        <translation>This desk has no secretariat.</translation>
    </message>
    <message>
        <source>Beri alamatnya: --url postgresql://login@server/ruang.</source>
        <translation>Give its address: --url postgresql://login@server/room.</translation>
    </message>
    <message>
        <source>Sekretariat ini dari versi yang belum bisa menyimpan paket peta.</source>
        <translation>This secretariat is of a version that cannot keep map packs yet.</translation>
    </message>
    <message>
        <source>Perbarui: batola-desk secretariat upgrade.</source>
        <translation>Update it: batola-desk secretariat upgrade.</translation>
    </message>
    <message>
        <source>Di sekretariat sudah ada paket yang lebih baru atau sama umurnya.</source>
        <translation>The secretariat already has a pack that is newer or as old.</translation>
    </message>
    <message>
        <source>Lihat batola-desk map published. Kembali ke peta lama: impor lagi berkas asalnya, lalu terbitkan.</source>
        <translation>See batola-desk map published. Back to an old map: import its source files again, then publish.</translation>
    </message>
    <message>
        <source>Paket ini terlalu besar untuk sekretariat (batas {limit_mb} MB).</source>
        <translation>This pack is too large for the secretariat (limit {limit_mb} MB).</translation>
    </message>
    <message>
        <source>Sebarkan dengan map export dan folder bersama, atau kurangi gambarnya.</source>
        <translation>Spread it with map export and the shared folder, or use fewer pictures.</translation>
    </message>
    <message>
        <source>Paket ini dibuat di masa depan menurut jam server.</source>
        <translation>By the server&apos;s clock this pack was made in the future.</translation>
    </message>
    <message>
        <source>Betulkan jam komputer pembuatnya, lalu impor lagi.</source>
        <translation>Set the clock of the computer that made it right, then import again.</translation>
    </message>
    <message>
        <source>Sepotong paket tidak sampai dengan utuh.</source>
        <translation>A piece of the pack did not arrive whole.</translation>
    </message>
    <message>
        <source>Ulangi perintah yang sama: yang sudah sampai tidak dikirim lagi.</source>
        <translation>Repeat the same command: what has arrived is not sent again.</translation>
    </message>
    <message>
        <source>Pengiriman ini dibatalkan oleh penerbitan lain.</source>
        <translation>Another publication took the place of this one.</translation>
    </message>
    <message>
        <source>Lihat batola-desk map published, lalu ulangi bila perlu.</source>
        <translation>See batola-desk map published, then repeat it if needed.</translation>
    </message>
    <message>
        <source>Ruang ini tidak lengkap.</source>
        <translation>This room is not complete.</translation>
    </message>
    <message>
        <source>Periksa dengan batola-desk secretariat status.</source>
        <translation>Check it with batola-desk secretariat status.</translation>
    </message>
    <message>
        <source>Paket itu tidak ada di sekretariat.</source>
        <translation>That pack is not in the secretariat.</translation>
    </message>
    <message>
        <source>Lihat batola-desk map published.</source>
        <translation>See batola-desk map published.</translation>
    </message>
    <message>
        <source>Paket peta di sekretariat rusak; meja ini tidak memakainya.</source>
        <translation>The map pack in the secretariat is damaged; this desk does not use it.</translation>
    </message>
    <message>
        <source>Beri tahu TI: batola-desk map unpublish, lalu terbitkan lagi dari berkas yang utuh.</source>
        <translation>Tell IT: batola-desk map unpublish, then publish a whole file again.</translation>
    </message>
    <message>
        <source>Paket peta di sekretariat butuh program yang lebih baru.</source>
        <translation>The map pack in the secretariat needs a newer program.</translation>
    </message>
    <message>
        <source>Beri tahu TI: perbarui program meja ini.</source>
        <translation>Tell IT: update the program of this desk.</translation>
    </message>
    <message>
        <source>Disk terlalu penuh untuk paket peta baru dari sekretariat.</source>
        <translation>The disk is too full for the new map pack from the secretariat.</translation>
    </message>
    <message>
        <source>Kosongkan sedikitnya {need_mb} MB; meja ini mencoba lagi sendiri.</source>
        <translation>Free at least {need_mb} MB; this desk tries again by itself.</translation>
    </message>
    <message>
        <source>Pemasangan paket peta dari sekretariat dihentikan di meja ini.</source>
        <translation>Installing the map pack from the secretariat was stopped at this desk.</translation>
    </message>
    <message>
        <source>Ambil lagi bila diinginkan.</source>
        <translation>Fetch it again if wanted.</translation>
    </message>
    <message>
        <source>Sambungan ke sekretariat putus; pengambilan paket peta menunggu.</source>
        <translation>The connection to the secretariat broke; fetching the map pack waits.</translation>
    </message>
    <message>
        <source>Dilanjutkan sendiri dari tempat terputus.</source>
        <translation>It goes on by itself where it was cut.</translation>
    </message>
    <message>
        <source>Tidak ada yang diubah; versi yang ada tetap dipakai.</source>
        <translation>Nothing was changed; the version that is there stays in use.</translation>
    </message>
    <message>
        <source>Keadaan semula dipulihkan; versi lama tetap dipakai.</source>
        <translation>Everything was put back; the old version stays in use.</translation>
    </message>
    <message>
        <source>Meja ini belum tahu pembaruan siapa yang boleh dipercaya.</source>
        <translation>This desk does not know yet whose updates to believe.</translation>
    </message>
    <message>
        <source>TI menulis public_keys di update.toml (docs/it/update.md).</source>
        <translation>IT writes public_keys into update.toml (docs/it/update.md).</translation>
    </message>
    <message>
        <source>update.toml salah di baris {line}: {key}.</source>
        <translation>update.toml is wrong at line {line}: {key}.</translation>
    </message>
    <message>
        <source>Tidak disebut dari mana pembaruan diambil.</source>
        <translation>It was not said where updates come from.</translation>
    </message>
    <message>
        <source>Sebut foldernya di perintah, atau tulis source di update.toml.</source>
        <translation>Name the folder in the command, or write source into update.toml.</translation>
    </message>
    <message>
        <source>Tidak ada pembaruan di sana: {file} tidak ada di {place}.</source>
        <translation>No update there: {file} is not in {place}.</translation>
    </message>
    <message>
        <source>Periksa nama foldernya; paketnya tiga berkas dalam satu folder.</source>
        <translation>Check the name of the folder; a package is three files in one folder.</translation>
    </message>
    <message>
        <source>{place} tidak bisa dibaca ({why}).</source>
        <translation>{place} cannot be read ({why}).</translation>
    </message>
    <message>
        <source>Periksa jaringan atau stik USB, lalu ulangi.</source>
        <translation>Check the network or the USB stick, then try again.</translation>
    </message>
    <message>
        <source>Tanda tangan pembaruan ini tidak sah: bukan dari pembuat yang dikenal.</source>
        <translation>The signature of this update is not valid: it is not from a known maker.</translation>
    </message>
    <message>
        <source>Jangan dipakai. Ambil lagi dari pembuatnya; periksa public_keys di update.toml.</source>
        <translation>Do not use it. Get it again from its maker; check public_keys in update.toml.</translation>
    </message>
    <message>
        <source>Paket pembaruan tidak utuh: {file} ({why}).</source>
        <translation>The update package is not whole: {file} ({why}).</translation>
    </message>
    <message>
        <source>Salin lagi dari asalnya.</source>
        <translation>Copy it again from where it came.</translation>
    </message>
    <message>
        <source>Ini pembaruan untuk program lain ({product}).</source>
        <translation>This is an update for another program ({product}).</translation>
    </message>
    <message>
        <source>Pakai paket Batola Desk.</source>
        <translation>Use a package of Batola Desk.</translation>
    </message>
    <message>
        <source>Versi {version} sudah terpasang.</source>
        <translation>Version {version} is installed already.</translation>
    </message>
    <message>
        <source>Paket itu versi {version}; yang terpasang lebih baru ({installed}).</source>
        <translation>That package is version {version}; the installed one is newer ({installed}).</translation>
    </message>
    <message>
        <source>Kembali ke versi sebelumnya: batola-deskctl update rollback.</source>
        <translation>Back to the previous version: batola-deskctl update rollback.</translation>
    </message>
    <message>
        <source>Versi {version} butuh sedikitnya versi {minimum}; yang terpasang {installed}.</source>
        <translation>Version {version} needs at least version {minimum}; installed is {installed}.</translation>
    </message>
    <message>
        <source>Pasang dulu versi {minimum}.</source>
        <translation>Install version {minimum} first.</translation>
    </message>
    <message>
        <source>Paket ini berlaku sampai {expires} dan tidak diterima lagi.</source>
        <translation>This package was good until {expires} and is not accepted any more.</translation>
    </message>
    <message>
        <source>Ambil paket yang baru; periksa juga tanggal komputer ini.</source>
        <translation>Get a new package; also check the date of this computer.</translation>
    </message>
    <message>
        <source>Disk terlalu penuh untuk pembaruan.</source>
        <translation>The disk is too full for the update.</translation>
    </message>
    <message>
        <source>Kosongkan sedikitnya {need_mb} MB, lalu ulangi.</source>
        <translation>Free at least {need_mb} MB, then try again.</translation>
    </message>
    <message>
        <source>Pembaruan tidak bisa disiapkan: {file} ({why}).</source>
        <translation>The update cannot be laid ready: {file} ({why}).</translation>
    </message>
    <message>
        <source>Jalankan sebagai administrator.</source>
        <translation>Run it as an administrator.</translation>
    </message>
    <message>
        <source>Pembaruan yang disiapkan tidak bisa dibaca: {file} ({why}).</source>
        <translation>The update that lies ready cannot be read: {file} ({why}).</translation>
    </message>
    <message>
        <source>Siapkan lagi: batola-deskctl update stage.</source>
        <translation>Stage it again: batola-deskctl update stage.</translation>
    </message>
    <message>
        <source>Tidak ada pembaruan yang disiapkan di meja ini.</source>
        <translation>No update lies ready at this desk.</translation>
    </message>
    <message>
        <source>Siapkan dulu: batola-deskctl update stage FOLDER.</source>
        <translation>Stage one first: batola-deskctl update stage FOLDER.</translation>
    </message>
    <message>
        <source>Di komputer ini tidak ada versi sebelumnya.</source>
        <translation>There is no previous version on this machine.</translation>
    </message>
    <message>
        <source>Program ini tidak dipasang oleh pemasang Windows; di sini tidak ada yang bisa dipasang.</source>
        <translation>This program was not installed by the Windows installer; nothing can be installed here.</translation>
    </message>
    <message>
        <source>Memasang hanya boleh oleh administrator.</source>
        <translation>Only an administrator may install.</translation>
    </message>
    <message>
        <source>Jalankan sebagai administrator, atau lewat tugas terjadwal (docs/it/update.md).</source>
        <translation>Run it as an administrator, or by the scheduled task (docs/it/update.md).</translation>
    </message>
    <message>
        <source>Di komputer ini tidak ada tugas yang memasang pembaruan.</source>
        <translation>No task that installs updates runs on this machine.</translation>
    </message>
    <message>
        <source>Beri tahu TI: batola-deskctl update install (docs/it/update.md).</source>
        <translation>Tell IT: batola-deskctl update install (docs/it/update.md).</translation>
    </message>
    <message>
        <source>{file} tidak bisa dijalankan ({why}).</source>
        <translation>{file} cannot be started ({why}).</translation>
    </message>
    <message>
        <source>Pasang ulang Batola Desk dengan pemasangnya.</source>
        <translation>Install Batola Desk again with its installer.</translation>
    </message>
    <message>
        <source>Berkas versi sebelumnya tidak utuh lagi ({why}).</source>
        <translation>The files of the previous version are not whole any more ({why}).</translation>
    </message>
    <message>
        <source>Pasang versi lama dengan pemasangnya (docs/it/update.md).</source>
        <translation>Install the old version with its installer (docs/it/update.md).</translation>
    </message>
    <message>
        <source>Versi sebelumnya tidak menerima konfigurasi yang sekarang: {file}, {key}.</source>
        <translation>The previous version does not take the present configuration: {file}, {key}.</translation>
    </message>
    <message>
        <source>Keluarkan kunci itu dulu, lalu ulangi. Yang boleh: {allowed}.</source>
        <translation>Take that key out first, then try again. Allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Versi yang sekarang sudah membawa jurnal ke bentuk {file_revision}; versi sebelumnya hanya bisa membaca sampai {program_revision}.</source>
        <translation>The present version has brought the journal to form {file_revision}; the previous one reads up to {program_revision} only.</translation>
    </message>
    <message>
        <source>Tidak ada yang diubah dan tidak ada yang hilang; versi yang ada tetap dipakai.</source>
        <translation>Nothing was changed and nothing is lost; the version that is there stays in use.</translation>
    </message>
    <message>
        <source>Tidak ada jalan kembali: pasang versi perbaikan (docs/it/update.md).</source>
        <translation>There is no way back: install a version that mends it (docs/it/update.md).</translation>
    </message>
    <message>
        <source>Versi sebelumnya tidak bisa membaca catatan saluran yang belum disimpan.</source>
        <translation>The previous version cannot read what the line has not handed over yet.</translation>
    </message>
    <message>
        <source>Buka meja sekali sampai jurnal tersimpan, tutup, lalu ulangi.</source>
        <translation>Open the desk once until the journal is saved, close it, then try again.</translation>
    </message>
    <message>
        <source>Dibatalkan di layar pemasang.</source>
        <translation>It was cancelled in the setup window.</translation>
    </message>
    <message>
        <source>Windows ini bukan 64-bit.</source>
        <translation>This Windows is not a 64-bit one.</translation>
    </message>
    <message>
        <source>Windows ini lebih lama dari Windows 10.</source>
        <translation>This Windows is older than Windows 10.</translation>
    </message>
    <message>
        <source>Versi yang lebih baru sudah terpasang.</source>
        <translation>A newer version is installed already.</translation>
    </message>
    <message>
        <source>Meja ini terbuka, atau tidak menutup pada waktunya.</source>
        <translation>This desk is open, or did not close in time.</translation>
    </message>
    <message>
        <source>Tutup meja di semua sesi Windows, lalu ulangi.</source>
        <translation>Close the desk in every Windows session, then try again.</translation>
    </message>
    <message>
        <source>Masih ada panggilan.</source>
        <translation>A call is live.</translation>
    </message>
    <message>
        <source>Berkas program sedang dipakai, atau pemasang lain sedang berjalan.</source>
        <translation>Files of the program are in use, or another setup is running.</translation>
    </message>
    <message>
        <source>Tutup yang lain, lalu ulangi.</source>
        <translation>Close the other one, then try again.</translation>
    </message>
    <message>
        <source>Berkas tidak bisa ditulis: disk penuh, atau haknya kurang.</source>
        <translation>Files cannot be written: the disk is full, or rights are missing.</translation>
    </message>
    <message>
        <source>Versi itu tidak menerima konfigurasi meja ini.</source>
        <translation>That version does not accept this desk&apos;s configuration.</translation>
    </message>
    <message>
        <source>TI membaca setup.log: berkas, baris dan kunci ada di sana.</source>
        <translation>IT reads setup.log: it names file, line and key.</translation>
    </message>
    <message>
        <source>Konfigurasi tidak bisa ditulis.</source>
        <translation>The configuration cannot be written.</translation>
    </message>
    <message>
        <source>TI membaca setup.log.</source>
        <translation>IT reads setup.log.</translation>
    </message>
    <message>
        <source>Uji diri setelah pemasangan gagal.</source>
        <translation>The self test after installing failed.</translation>
    </message>
    <message>
        <source>Sebuah pilihan pemasang salah.</source>
        <translation>An option of setup is wrong.</translation>
    </message>
    <message>
        <source>Ruang disk kurang.</source>
        <translation>There is not enough disk space.</translation>
    </message>
    <message>
        <source>Pemasang tidak berjalan sebagai administrator.</source>
        <translation>Setup did not run as an administrator.</translation>
    </message>
    <message>
        <source>Versi sebelumnya tidak bisa dipakai dengan data di sini.</source>
        <translation>The previous version cannot work with what is here.</translation>
    </message>
    <message>
        <source>Masih ada yang bertugas di meja ini.</source>
        <translation>Somebody is on duty at this desk.</translation>
    </message>
    <message>
        <source>Uji diri gagal, dan versi lama belum bisa dipulihkan.</source>
        <translation>The self test failed, and the old version could not be put back yet.</translation>
    </message>
    <message>
        <source>Jurnal, rekaman dan konfigurasi utuh.</source>
        <translation>Journal, recordings and configuration are whole.</translation>
    </message>
    <message>
        <source>TI memulai ulang komputer ini dan menjalankan pemasang sekali lagi.</source>
        <translation>IT restarts this machine and runs setup once more.</translation>
    </message>
    <message>
        <source>Pemasang berakhir dengan kode {code}.</source>
        <translation>Setup ended with code {code}.</translation>
    </message>
    <message>
        <source>Versi itu tidak menerima konfigurasi meja ini: {file}, {key}.</source>
        <translation>That version does not accept this desk&apos;s configuration: {file}, {key}.</translation>
    </message>
    <message>
        <source>Perbaiki kunci itu, lalu ulangi. Yang boleh: {allowed}.</source>
        <translation>Mend that key, then try again. Allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Uji diri gagal: sebuah berkas program berubah atau hilang.</source>
        <translation>The self test failed: a file of the program was changed or is missing.</translation>
    </message>
    <message>
        <source>Periksa pemindai virus; setup.log menyebut berkasnya.</source>
        <translation>Look at the virus scanner; setup.log names the file.</translation>
    </message>
    <message>
        <source>Uji diri gagal: sebuah pustaka program tidak bekerja.</source>
        <translation>The self test failed: a library of the program does not work.</translation>
    </message>
    <message>
        <source>Periksa pemindai virus; setup.log menyebut pustakanya.</source>
        <translation>Look at the virus scanner; setup.log names the library.</translation>
    </message>
    <message>
        <source>Uji diri gagal: konfigurasi tidak terbaca.</source>
        <translation>The self test failed: the configuration cannot be read.</translation>
    </message>
    <message>
        <source>setup.log menyebut berkas dan kuncinya.</source>
        <translation>setup.log names file and key.</translation>
    </message>
    <message>
        <source>Uji diri gagal: sebuah folder meja tidak bisa ditulis.</source>
        <translation>The self test failed: a folder of the desk cannot be written to.</translation>
    </message>
    <message>
        <source>Periksa disk dan hak akses; setup.log menyebut foldernya.</source>
        <translation>Look at disk and access rights; setup.log names the folder.</translation>
    </message>
    <message>
        <source>Uji diri gagal: peta tidak tergambar.</source>
        <translation>The self test failed: no map was painted.</translation>
    </message>
    <message>
        <source>Uji diri gagal: panggilan latihan tidak berhasil.</source>
        <translation>The self test failed: the rehearsal call did not come about.</translation>
    </message>
    <message>
        <source>setup.log menyebut langkahnya.</source>
        <translation>setup.log names the step.</translation>
    </message>
    <message>
        <source>saluran</source>
        <translation>line</translation>
    </message>
    <message>
        <source>batola-line berjalan ({calls} panggilan).</source>
        <translation>batola-line is running ({calls} calls).</translation>
    </message>
    <message>
        <source>batola-line berjalan tetapi tidak menjawab pertanyaan.</source>
        <translation>batola-line is running but does not answer the question.</translation>
    </message>
    <message>
        <source>Panggilan yang ada tidak terganggu.</source>
        <translation>Calls that live are not disturbed.</translation>
    </message>
    <message>
        <source>Tunggu sebentar, lalu ulangi; kalau tetap, buka meja lagi di luar panggilan.</source>
        <translation>Wait a moment, then repeat; if it stays, open the desk again outside of calls.</translation>
    </message>
    <message>
        <source>line.toml salah: {key}; yang boleh: {allowed}.</source>
        <translation>line.toml is wrong: {key}; allowed: {allowed}.</translation>
    </message>
    <message>
        <source>Perbaiki line.toml; tanpa itu saluran tidak menyala.</source>
        <translation>Mend line.toml; without it the line does not start.</translation>
    </message>
    <message>
        <source>enkripsi</source>
        <translation>encryption</translation>
    </message>
    <message>
        <source>Akun {account}: srtp = mandatory tanpa TLS; kunci suara terbaca di jaringan.</source>
        <translation>Account {account}: srtp = mandatory without TLS; the keys of the sound can be read on the network.</translation>
    </message>
    <message>
        <source>Panggilan tetap bekerja.</source>
        <translation>Calls work all the same.</translation>
    </message>
    <message>
        <source>Pakai transport = tls pada registrar atau proxy.</source>
        <translation>Use transport = tls towards the registrar or proxy.</translation>
    </message>
    <message>
        <source>port SIP</source>
        <translation>SIP port</translation>
    </message>
    <message>
        <source>{port} bebas ({host}).</source>
        <translation>{port} is free ({host}).</translation>
    </message>
    <message>
        <source>{port} sedang dipakai.</source>
        <translation>{port} is in use.</translation>
    </message>
    <message>
        <source>Kalau meja ini terbuka, itu saluran meja ini sendiri.</source>
        <translation>If this desk is open, it is the desk&apos;s own line.</translation>
    </message>
    <message>
        <source>Kalau tidak: cari program yang memakainya.</source>
        <translation>If not: find the program that uses it.</translation>
    </message>
    <message>
        <source>Alamat {host} tidak ada di komputer ini.</source>
        <translation>This computer has no address {host}.</translation>
    </message>
    <message>
        <source>Periksa sip_host di line.toml.</source>
        <translation>Check sip_host in line.toml.</translation>
    </message>
    <message>
        <source>Tanpa registrar: menerima panggilan langsung.</source>
        <translation>Without a registrar: takes direct calls.</translation>
    </message>
    <message>
        <source>Akun {account}: {uri} ditemukan ({where}).</source>
        <translation>Account {account}: {uri} found ({where}).</translation>
    </message>
    <message>
        <source>Akun {account}: {uri} tidak ditemukan.</source>
        <translation>Account {account}: {uri} not found.</translation>
    </message>
    <message>
        <source>Panggilan langsung ke alamat komputer ini masih bisa masuk.</source>
        <translation>Direct calls to this computer&apos;s address still come in.</translation>
    </message>
    <message>
        <source>Periksa line.toml, DNS dan jaringan.</source>
        <translation>Check line.toml, DNS and the network.</translation>
    </message>
    <message>
        <source>pendaftaran</source>
        <translation>registration</translation>
    </message>
    <message>
        <source>Akun {account} terdaftar di {way}.</source>
        <translation>Account {account} is registered at {way}.</translation>
    </message>
    <message>
        <source>Akun {account} belum selesai mendaftar.</source>
        <translation>Account {account} has not finished registering.</translation>
    </message>
    <message>
        <source>Pendaftaran dicoba terus.</source>
        <translation>Registering is tried again and again.</translation>
    </message>
    <message>
        <source>Tunggu, lalu ulangi.</source>
        <translation>Wait, then repeat.</translation>
    </message>
    <message>
        <source>Akun {account}: registrar utama diam, cadangan {way} dipakai.</source>
        <translation>Account {account}: the main registrar is silent, the standby {way} is in use.</translation>
    </message>
    <message>
        <source>Panggilan masuk lewat cadangan.</source>
        <translation>Calls come in through the standby.</translation>
    </message>
    <message>
        <source>Periksa registrar utama.</source>
        <translation>Check the main registrar.</translation>
    </message>
    <message>
        <source>Akun {account} menerima sertifikat TLS apa saja.</source>
        <translation>Account {account} takes any TLS certificate.</translation>
    </message>
    <message>
        <source>Panggilan tetap bekerja, tetapi server palsu tidak ketahuan.</source>
        <translation>Calls work, but a false server would not be noticed.</translation>
    </message>
    <message>
        <source>Hapus verify = false di line.toml.</source>
        <translation>Remove verify = false from line.toml.</translation>
    </message>
    <message>
        <source>Akun {account} tidak dicoba: saluran meja mati dan pendaftaran tidak diminta.</source>
        <translation>Account {account} was not tried: the desk&apos;s line is off and registering was not asked for.</translation>
    </message>
    <message>
        <source>Uji: batola-desk doctor --call, atau buka meja.</source>
        <translation>Test: batola-desk doctor --call, or open the desk.</translation>
    </message>
    <message>
        <source>panggilan uji</source>
        <translation>test call</translation>
    </message>
    <message>
        <source>Tanpa nomor uji (doctor.echo_number kosong): tidak ada panggilan uji.</source>
        <translation>No echo number (doctor.echo_number is empty): no test call.</translation>
    </message>
    <message>
        <source>Minta PBX menyediakan nomor gema, lalu isi doctor.echo_number.</source>
        <translation>Ask for an echo number at the PBX, then fill in doctor.echo_number.</translation>
    </message>
    <message>
        <source>Nomor uji {number} ada, tetapi panggilan uji tidak diminta.</source>
        <translation>There is an echo number {number}, but no test call was asked for.</translation>
    </message>
    <message>
        <source>Uji: batola-desk doctor --call.</source>
        <translation>Test: batola-desk doctor --call.</translation>
    </message>
    <message>
        <source>Nomor uji {number} menjawab; suara kembali setelah {delay_ms} ms, {level_db} dB, {codec}.</source>
        <translation>The echo number {number} answers; sound comes back after {delay_ms} ms, {level_db} dB, {codec}.</translation>
    </message>
    <message>
        <source>Nomor uji {number}: suara kembali terlalu pelan ({level_db} dB).</source>
        <translation>Echo number {number}: the sound comes back too soft ({level_db} dB).</translation>
    </message>
    <message>
        <source>Panggilan tersambung.</source>
        <translation>The call connects.</translation>
    </message>
    <message>
        <source>Periksa penguatan di PBX dan nomor gemanya.</source>
        <translation>Check the gain at the PBX and its echo number.</translation>
    </message>
    <message>
        <source>Nomor uji {number} menjawab, tetapi tidak ada suara yang kembali.</source>
        <translation>The echo number {number} answers, but no sound comes back.</translation>
    </message>
    <message>
        <source>Periksa firewall untuk RTP (line.toml: rtp_port_first …), NAT dan nomor gemanya.</source>
        <translation>Check the firewall for RTP (line.toml: rtp_port_first …), NAT and the echo number.</translation>
    </message>
    <message>
        <source>Nomor uji {number} tidak tersambung: {sip_code} {reason}</source>
        <translation>The echo number {number} was not reached: {sip_code} {reason}</translation>
    </message>
    <message>
        <source>Panggilan masuk tidak ikut diuji.</source>
        <translation>Calls that come in are not part of this test.</translation>
    </message>
    <message>
        <source>Periksa hak menelepon akun ini di PBX dan doctor.echo_number.</source>
        <translation>Check at the PBX whether this account may phone, and doctor.echo_number.</translation>
    </message>
    <message>
        <source>Nomor uji {number} adalah nomor darurat; tidak dipanggil.</source>
        <translation>The echo number {number} is an emergency number; it is not called.</translation>
    </message>
    <message>
        <source>Isi nomor gema PBX di doctor.echo_number.</source>
        <translation>Enter the PBX&apos;s echo number in doctor.echo_number.</translation>
    </message>
    <message>
        <source>Tidak diuji: ada panggilan hidup di meja ini.</source>
        <translation>Not tested: a call lives at this desk.</translation>
    </message>
    <message>
        <source>Panggilan itu tidak diganggu.</source>
        <translation>That call is not disturbed.</translation>
    </message>
    <message>
        <source>rekaman</source>
        <translation>recordings</translation>
    </message>
    <message>
        <source>Tanpa [recording_store]: rekaman hanya ada di meja ini.</source>
        <translation>Without [recording_store]: recordings are at this desk only.</translation>
    </message>
    <message>
        <source>Panggilan direkam di meja ini.</source>
        <translation>Calls are recorded at this desk.</translation>
    </message>
    <message>
        <source>Isi [recording_store] di line.toml.</source>
        <translation>Fill in [recording_store] in line.toml.</translation>
    </message>
    <message>
        <source>Penyimpanan {kind} tidak siap: {detail}.</source>
        <translation>The store {kind} is not ready: {detail}.</translation>
    </message>
    <message>
        <source>Rekaman tetap ditulis di meja ini dan disalin nanti.</source>
        <translation>Recordings are still written here and copied later.</translation>
    </message>
    <message>
        <source>Periksa [recording_store] di line.toml, alamat dan haknya.</source>
        <translation>Check [recording_store] in line.toml, the address and its rights.</translation>
    </message>
    <message>
        <source>Penyimpanan {store} menjawab.</source>
        <translation>The store {store} answers.</translation>
    </message>
    <message>
        <source>sekretariat</source>
        <translation>secretariat</translation>
    </message>
    <message>
        <source>Meja tunggal (tanpa secretariat.toml).</source>
        <translation>A desk on its own (without secretariat.toml).</translation>
    </message>
    <message>
        <source>Berkas sandi bisa dibaca orang lain.</source>
        <translation>Others can read the password&apos;s file.</translation>
    </message>
    <message>
        <source>Meja tetap tersambung.</source>
        <translation>The desk stays connected.</translation>
    </message>
    <message>
        <source>chmod 600 pada berkas itu.</source>
        <translation>chmod 600 for that file.</translation>
    </message>
    <message>
        <source>{login} masuk di {host}; {count} catatan di ruang.</source>
        <translation>{login} signs on at {host}; {count} entries in the room.</translation>
    </message>
    <message>
        <source>sinkron</source>
        <translation>sync</translation>
    </message>
    <message>
        <source>Semua catatan meja ini sudah diterima ruang.</source>
        <translation>The room has taken all entries of this desk.</translation>
    </message>
    <message>
        <source>{count} catatan meja ini menunggu ruang, yang tertua {age}.</source>
        <translation>{count} entries of this desk wait for the room, the oldest for {age}.</translation>
    </message>
    <message>
        <source>Semua catatan aman di meja ini dan dikirim sendiri begitu bisa.</source>
        <translation>All entries are safe at this desk and are sent as soon as possible.</translation>
    </message>
    <message>
        <source>Periksa baris sekretariat; jangan matikan komputer ini sebelum terkirim.</source>
        <translation>See the secretariat&apos;s line; do not switch this computer off before they are sent.</translation>
    </message>
    <message>
        <source>Meja ini tahu semua {seq} catatan ruang.</source>
        <translation>This desk knows all {seq} entries of the room.</translation>
    </message>
    <message>
        <source>Meja ini tertinggal {count} catatan; catatan ruang terakhir di sini {age} lalu.</source>
        <translation>This desk is {count} entries behind; the room&apos;s latest entry here is {age} old.</translation>
    </message>
    <message>
        <source>Yang sudah ada tetap terlihat; meja mengejar sendiri begitu terbuka dan tersambung.</source>
        <translation>What is here can be seen; the desk catches up by itself once open and connected.</translation>
    </message>
    <message>
        <source>Buka meja dan tunggu; kalau tidak berkurang, periksa jaringan ke sekretariat.</source>
        <translation>Open the desk and wait; if it does not shrink, check the network to the secretariat.</translation>
    </message>
    <message>
        <source>jam</source>
        <translation>clock</translation>
    </message>
    <message>
        <source>Jam komputer ini {off_s} s dari jam server.</source>
        <translation>This computer&apos;s clock is {off_s} s from the server&apos;s.</translation>
    </message>
    <message>
        <source>Urutan catatan tetap benar; waktu yang ditulis salah.</source>
        <translation>The order of entries stays right; the times written are wrong.</translation>
    </message>
    <message>
        <source>Nyalakan sinkronisasi waktu (NTP) di komputer ini dan di server.</source>
        <translation>Switch on time synchronisation (NTP) on this computer and on the server.</translation>
    </message>
    <message>
        <source>Server menjawab terlalu lambat ({took_s} s): beda jam tidak bisa diukur.</source>
        <translation>The server answered too slowly ({took_s} s): the clocks cannot be compared.</translation>
    </message>
    <message>
        <source>Meja tetap bekerja.</source>
        <translation>The desk works all the same.</translation>
    </message>
    <message>
        <source>Periksa jaringan, lalu ulangi.</source>
        <translation>Check the network, then repeat.</translation>
    </message>
    <message>
        <source>sertifikat</source>
        <translation>certificate</translation>
    </message>
    <message>
        <source>{owner}: berlaku {days} hari lagi (sampai {until}).</source>
        <translation>{owner}: valid for {days} more days (until {until}).</translation>
    </message>
    <message>
        <source>{owner}: habis dalam {days} hari ({until}).</source>
        <translation>{owner}: ends in {days} days ({until}).</translation>
    </message>
    <message>
        <source>Masih dipakai sampai tanggal itu.</source>
        <translation>Still used until that date.</translation>
    </message>
    <message>
        <source>Minta dan pasang sertifikat baru sebelum tanggal itu.</source>
        <translation>Get and install a new certificate before that date.</translation>
    </message>
    <message>
        <source>{owner}: sudah habis sejak {until}.</source>
        <translation>{owner}: expired since {until}.</translation>
    </message>
    <message>
        <source>Yang memeriksa sertifikat ini menolak sambungan.</source>
        <translation>Whoever checks this certificate refuses the connection.</translation>
    </message>
    <message>
        <source>Pasang sertifikat baru sekarang.</source>
        <translation>Install a new certificate now.</translation>
    </message>
    <message>
        <source>{owner}: baru berlaku mulai {until}.</source>
        <translation>{owner}: valid only from {until}.</translation>
    </message>
    <message>
        <source>Periksa jam komputer ini dan sertifikatnya.</source>
        <translation>Check this computer&apos;s clock and the certificate.</translation>
    </message>
    <message>
        <source>{owner}: {file} tidak bisa dibaca ({detail}).</source>
        <translation>{owner}: {file} cannot be read ({detail}).</translation>
    </message>
    <message>
        <source>Sambungan yang memerlukannya gagal.</source>
        <translation>Connections that need it fail.</translation>
    </message>
    <message>
        <source>Taruh berkas PEM yang utuh di sana.</source>
        <translation>Put a whole PEM file there.</translation>
    </message>
    <message>
        <source>Sertifikat {owner} tidak bisa dilihat ({detail}).</source>
        <translation>The certificate of {owner} could not be seen ({detail}).</translation>
    </message>
    <message>
        <source>Lihat baris sekretariat atau pendaftaran.</source>
        <translation>See the lines about secretariat or registration.</translation>
    </message>
    <message>
        <source>salinan</source>
        <translation>copy</translation>
    </message>
    <message>
        <source>{folder} bisa ditulis, {ms} ms per tulis yang dipastikan.</source>
        <translation>{folder} can be written, {ms} ms for a write made safe.</translation>
    </message>
    <message>
        <source>Meja {desk} menyimpan untuk meja ini; sertifikatnya berlaku {days} hari lagi.</source>
        <translation>Desk {desk} keeps copies for this desk; its certificate holds {days} more days.</translation>
    </message>
    <message>
        <source>Meja {desk} menyimpan untuk meja ini; sertifikatnya habis dalam {days} hari.</source>
        <translation>Desk {desk} keeps copies for this desk; its certificate ends in {days} days.</translation>
    </message>
    <message>
        <source>Masih dipakai sampai hari itu.</source>
        <translation>Still used until that day.</translation>
    </message>
    <message>
        <source>Pasang sertifikat baru di meja {desk}.</source>
        <translation>Install a new certificate at desk {desk}.</translation>
    </message>
    <message>
        <source>Meja {desk}: {place} tidak menjawab sebagai tetangga ({detail}).</source>
        <translation>Desk {desk}: {place} does not answer as a neighbour ({detail}).</translation>
    </message>
    <message>
        <source>Catatan tetap aman di meja ini.</source>
        <translation>The entries are safe at this desk.</translation>
    </message>
    <message>
        <source>Periksa apakah meja {desk} terbuka dan jaringannya.</source>
        <translation>Check whether desk {desk} is open, and its network.</translation>
    </message>
    <message>
        <source>Tanpa cadangan harian (backup.folder kosong).</source>
        <translation>No daily backup (backup.folder is empty).</translation>
    </message>
    <message>
        <source>Jurnal dan rekaman ada di komputer ini.</source>
        <translation>Journal and recordings are on this computer.</translation>
    </message>
    <message>
        <source>Isi backup.folder: disk lain atau jaringan (docs/it/backup.md).</source>
        <translation>Fill in backup.folder: another disk or the network (docs/it/backup.md).</translation>
    </message>
    <message>
        <source>Cadangan terakhir {days} hari lalu: {file}.</source>
        <translation>Last backup {days} days ago: {file}.</translation>
    </message>
    <message>
        <source>Cadangan terakhir sudah {days} hari (batas {limit}): {file}.</source>
        <translation>The last backup is {days} days old (limit {limit}): {file}.</translation>
    </message>
    <message>
        <source>Yang terjadi sesudahnya hanya ada di komputer ini.</source>
        <translation>What happened since is on this computer only.</translation>
    </message>
    <message>
        <source>Buka meja pada malam hari, atau: batola-desk backup FOLDER.</source>
        <translation>Leave the desk open at night, or: batola-desk backup FOLDER.</translation>
    </message>
    <message>
        <source>Belum ada cadangan meja ini di {folder}.</source>
        <translation>There is no backup of this desk in {folder} yet.</translation>
    </message>
    <message>
        <source>Buat sekarang: batola-desk backup FOLDER; lihat peringatan cadangan harian.</source>
        <translation>Make one now: batola-desk backup FOLDER; see the alert of the daily backup.</translation>
    </message>
    <message>
        <source>Folder cadangan {folder} tidak terbaca ({detail}).</source>
        <translation>The folder of backups {folder} cannot be read ({detail}).</translation>
    </message>
    <message>
        <source>Periksa disk atau jaringan itu, dan hak membacanya.</source>
        <translation>Check that disk or network, and the right to read it.</translation>
    </message>
    <message>
        <source>Cadangan dibuktikan {days} hari lalu.</source>
        <translation>A backup was proved {days} days ago.</translation>
    </message>
    <message>
        <source>Cadangan terakhir dibuktikan {days} hari lalu (batas {limit}).</source>
        <translation>A backup was last proved {days} days ago (limit {limit}).</translation>
    </message>
    <message>
        <source>Cadangan tetap dibuat; apakah bisa dipakai, belum dicoba lagi.</source>
        <translation>Backups go on being made; whether they can be used was not tried again.</translation>
    </message>
    <message>
        <source>Jalankan: batola-desk backup-drill FOLDER.</source>
        <translation>Run: batola-desk backup-drill FOLDER.</translation>
    </message>
    <message>
        <source>Belum pernah ada cadangan meja ini yang dibuktikan.</source>
        <translation>No backup of this desk was ever proved.</translation>
    </message>
    <message>
        <source>Cadangan yang ada mungkin baik; itu belum dicoba.</source>
        <translation>The backups there may be good; it was not tried.</translation>
    </message>
    <message>
        <source>Jalankan: batola-desk backup-drill FOLDER, lalu sekali sebulan.</source>
        <translation>Run: batola-desk backup-drill FOLDER, then once a month.</translation>
    </message>
    <message>
        <source>Wilayah ini tidak ada di daftar tetangga.</source>
        <translation>This region is not in the list of neighbours.</translation>
    </message>
    <message>
        <source>Penelepon tetap di sini.</source>
        <translation>The caller stays here.</translation>
    </message>
    <message>
        <source>Pilih dari daftar, atau hubungi lewat Ctrl+I.</source>
        <translation>Choose from the list, or call with Ctrl+I.</translation>
    </message>
    <message>
        <source>Tujuan rujukan belum ada.</source>
        <translation>There is no target to refer to yet.</translation>
    </message>
    <message>
        <source>Minta TI mengisi referrals.toml.</source>
        <translation>Ask IT to fill in referrals.toml.</translation>
    </message>
    <message>
        <source>Belum tertulis apa laporannya.</source>
        <translation>Nothing says what it is about yet.</translation>
    </message>
    <message>
        <source>Tulis satu baris, lalu Enter.</source>
        <translation>Write one line, then Enter.</translation>
    </message>
    <message>
        <source>Tindakan ini tidak dikenal.</source>
        <translation>This measure is not known.</translation>
    </message>
    <message>
        <source>Pilih dari daftar (number_measures.toml).</source>
        <translation>Choose from the list (number_measures.toml).</translation>
    </message>
    <message>
        <source>Tindakan ini paling lama {days} hari.</source>
        <translation>This measure lasts at most {days} days.</translation>
    </message>
    <message>
        <source>Tetapkan lagi sesudahnya bila masih perlu.</source>
        <translation>Decide it anew afterwards if it is still needed.</translation>
    </message>
    <message>
        <source>Tiket ini tidak dirujuk.</source>
        <translation>This ticket was not referred.</translation>
    </message>
    <message>
        <source>Belum ada rujukan untuk diekspor.</source>
        <translation>There is no referral to export yet.</translation>
    </message>
    <message>
        <source>Ekspor rujukan tidak bisa ditulis.</source>
        <translation>The export of referrals cannot be written.</translation>
    </message>
    <message>
        <source>Rujukan tetap tersimpan di jurnal.</source>
        <translation>The referrals are safe in the journal.</translation>
    </message>
    <message>
        <source>Periksa ruang disk, lalu ulangi.</source>
        <translation>Check the disk space, then try again.</translation>
    </message>
    <message>
        <source>{agency}: siapa nama petugas yang menerima?</source>
        <translation>{agency}: what is the name of the person who accepts?</translation>
    </message>
    <message>
        <source>{agency}: nama yang benar dari petugas yang menerima?</source>
        <translation>{agency}: the right name of who accepted?</translation>
    </message>
    <message>
        <source>{agency}: alasan menolak?</source>
        <translation>{agency}: reason for declining?</translation>
    </message>
    <message>
        <source>{agency}: alasan membatalkan?</source>
        <translation>{agency}: reason for cancelling?</translation>
    </message>
    <message>
        <source>{agency}: laporan akhir</source>
        <translation>{agency}: final report</translation>
    </message>
    <message>
        <source>Diubah TI</source>
        <translation>Changed by IT</translation>
    </message>
    <message>
        <source>Milik TI</source>
        <translation>IT&apos;s own</translation>
    </message>
    <message>
        <source>Tekan tombol yang sama untuk mencoba lagi, atau pakai cara berikutnya.</source>
        <translation>Press the same key to try again, or use the next way.</translation>
    </message>
    <message>
        <source>Surel tidak terkirim; percobaan dicatat gagal.</source>
        <translation>The e-mail was not sent; the try is noted as failed.</translation>
    </message>
    <message>
        <source>Pakai cara berikutnya, dan beri tahu TI (mail.toml).</source>
        <translation>Use the next way, and tell IT (mail.toml).</translation>
    </message>
    <message>
        <source>alamat surel tidak bisa dipakai</source>
        <translation>the e-mail address cannot be used</translation>
    </message>
    <message>
        <source>server surel tidak terjangkau</source>
        <translation>the mail server cannot be reached</translation>
    </message>
    <message>
        <source>server surel tidak menjawab pada waktunya</source>
        <translation>the mail server did not answer in time</translation>
    </message>
    <message>
        <source>sambungan ke server surel tidak aman</source>
        <translation>the connection to the mail server is not secure</translation>
    </message>
    <message>
        <source>server surel menolak nama masuk meja</source>
        <translation>the mail server refused the desk&apos;s login</translation>
    </message>
    <message>
        <source>ditolak server surel</source>
        <translation>refused by the mail server</translation>
    </message>
    <message>
        <source>tidak pasti terkirim, sambungan putus di akhir</source>
        <translation>not known whether it was sent, the line broke at the end</translation>
    </message>
    <message>
        <source>Surel ke {mail} sedang dikirim.</source>
        <translation>The e-mail to {mail} is being sent.</translation>
    </message>
    <message>
        <source>Tunggu jawaban server; hasilnya tercatat di riwayat.</source>
        <translation>Wait for the server&apos;s answer; the history will hold the result.</translation>
    </message>
    <message>
        <source>Surel dengan isi yang sama sudah terkirim ke {mail}.</source>
        <translation>An e-mail with the same text went to {mail} already.</translation>
    </message>
    <message>
        <source>Tidak dikirim dua kali.</source>
        <translation>It is not sent twice.</translation>
    </message>
    <message>
        <source>Bila tidak sampai, tekan X lalu kirim lagi; isi yang berubah langsung terkirim.</source>
        <translation>If it did not arrive, press X and send again; a text that changed goes at once.</translation>
    </message>
    <message>
        <source>Meja {desk} ({operator}) sedang mengirim surel ini ke {mail}.</source>
        <translation>Desk {desk} ({operator}) is sending this e-mail to {mail}.</translation>
    </message>
    <message>
        <source>Bila {seconds} detik lagi belum tercatat terkirim di riwayat, tekan tombol yang sama.</source>
        <translation>If the history does not say in {seconds} s that it was sent, press the same key.</translation>
    </message>
    <message>
        <source>Alamat surel {mail} tidak bisa dipakai.</source>
        <translation>The e-mail address {mail} cannot be used.</translation>
    </message>
    <message>
        <source>Pakai cara berikutnya, dan minta admin memperbaiki kontaknya (agencies.toml).</source>
        <translation>Use the next way, and have the admin correct the contact (agencies.toml).</translation>
    </message>
    <message>
        <source>Server surel tidak terjangkau.</source>
        <translation>The mail server cannot be reached.</translation>
    </message>
    <message>
        <source>Server surel tidak menjawab pada waktunya.</source>
        <translation>The mail server did not answer in time.</translation>
    </message>
    <message>
        <source>Sambungan ke server surel tidak aman: {words}</source>
        <translation>The connection to the mail server is not secure: {words}</translation>
    </message>
    <message>
        <source>Server surel menolak nama masuk meja ini: {words}</source>
        <translation>The mail server refused this desk&apos;s login: {words}</translation>
    </message>
    <message>
        <source>Server surel menolak surel ke {mail}: {words}</source>
        <translation>The mail server refused the e-mail to {mail}: {words}</translation>
    </message>
    <message>
        <source>Sambungan putus sebelum server memastikan surel ke {mail}.</source>
        <translation>The line broke before the server confirmed the e-mail to {mail}.</translation>
    </message>
    <message>
        <source>Mungkin terkirim, mungkin tidak; dicatat tidak tersambung.</source>
        <translation>It may have gone or not; noted as not reached.</translation>
    </message>
    <message>
        <source>Pastikan lewat telepon, atau tekan tombol yang sama untuk mengirim lagi.</source>
        <translation>Make sure by telephone, or press the same key to send again.</translation>
    </message>
    <message>
        <source>✖ EKSTREM</source>
        <translation>✖ EXTREME</translation>
    </message>
    <message>
        <source>▲ BERAT</source>
        <translation>▲ SEVERE</translation>
    </message>
    <message>
        <source>Ringan</source>
        <translation>Minor</translation>
    </message>
    <message>
        <source>Tingkat tidak disebut</source>
        <translation>Severity not said</translation>
    </message>
    <message>
        <source>sekarang juga</source>
        <translation>at once</translation>
    </message>
    <message>
        <source>dalam satu jam</source>
        <translation>within an hour</translation>
    </message>
    <message>
        <source>nanti</source>
        <translation>later</translation>
    </message>
    <message>
        <source>sudah lewat</source>
        <translation>past</translation>
    </message>
    <message>
        <source>waktu tidak disebut</source>
        <translation>time not said</translation>
    </message>
    <message>
        <source>sudah terjadi</source>
        <translation>observed</translation>
    </message>
    <message>
        <source>kemungkinan besar</source>
        <translation>likely</translation>
    </message>
    <message>
        <source>mungkin</source>
        <translation>possible</translation>
    </message>
    <message>
        <source>kecil kemungkinannya</source>
        <translation>unlikely</translation>
    </message>
    <message>
        <source>kepastian tidak disebut</source>
        <translation>certainty not said</translation>
    </message>
    <message>
        <source>Peringatan yang sudah tampil tetap ada.</source>
        <translation>Warnings that are shown stay.</translation>
    </message>
    <message>
        <source>Minta berkas CAP 1.2 yang utuh, atau lihat bmkg.go.id.</source>
        <translation>Ask for a whole CAP 1.2 file, or look at bmkg.go.id.</translation>
    </message>
    <message>
        <source>Dicoba lagi sendiri. Kalau lama, beri tahu TI; lihat bmkg.go.id.</source>
        <translation>It is tried again by itself. If it lasts, tell IT; look at bmkg.go.id.</translation>
    </message>
    <message>
        <source>Berkas {path} tidak bisa dibaca.</source>
        <translation>The file {path} cannot be read.</translation>
    </message>
    <message>
        <source>Periksa nama dan izin berkasnya.</source>
        <translation>Check the file&apos;s name and its rights.</translation>
    </message>
    <message>
        <source>Folder peringatan cuaca tidak bisa dibaca.</source>
        <translation>The folder of weather warnings cannot be read.</translation>
    </message>
    <message>
        <source>TI: periksa folder.path di weather.toml dan izinnya.</source>
        <translation>IT: check folder.path in weather.toml and its rights.</translation>
    </message>
    <message>
        <source>Alamat peringatan cuaca tidak terjangkau.</source>
        <translation>The address of the weather warnings cannot be reached.</translation>
    </message>
    <message>
        <source>Alamat peringatan cuaca terlalu lambat menjawab.</source>
        <translation>The address of the weather warnings answers too slowly.</translation>
    </message>
    <message>
        <source>Sertifikat alamat peringatan cuaca tidak bisa dipercaya.</source>
        <translation>The certificate of the weather warnings&apos; address cannot be trusted.</translation>
    </message>
    <message>
        <source>TI: periksa feed.address dan feed.authority di weather.toml.</source>
        <translation>IT: check feed.address and feed.authority in weather.toml.</translation>
    </message>
    <message>
        <source>Alamat peringatan cuaca menolak (HTTP {status}).</source>
        <translation>The address of the weather warnings refuses (HTTP {status}).</translation>
    </message>
    <message>
        <source>TI: periksa feed.address di weather.toml.</source>
        <translation>IT: check feed.address in weather.toml.</translation>
    </message>
    <message>
        <source>Dokumen peringatan cuaca bukan XML yang utuh dan aman.</source>
        <translation>The document of a weather warning is no whole and safe XML.</translation>
    </message>
    <message>
        <source>Dokumen peringatan cuaca terlalu besar.</source>
        <translation>The document of a weather warning is too large.</translation>
    </message>
    <message>
        <source>Dokumen ini bukan peringatan CAP.</source>
        <translation>This document is no CAP warning.</translation>
    </message>
    <message>
        <source>Alamat peringatan cuaca tidak memberi daftar (RSS atau Atom).</source>
        <translation>The address of the weather warnings gives no list (RSS or Atom).</translation>
    </message>
    <message>
        <source>Dokumen peringatan ini CAP {found}; yang dibaca hanya CAP 1.2.</source>
        <translation>This warning is CAP {found}; only CAP 1.2 is read.</translation>
    </message>
    <message>
        <source>Dokumen peringatan cuaca tidak lengkap: {element} tidak ada.</source>
        <translation>The document of a weather warning is incomplete: {element} is missing.</translation>
    </message>
    <message>
        <source>Dokumen peringatan cuaca salah: {element} = {found}.</source>
        <translation>The document of a weather warning is wrong: {element} = {found}.</translation>
    </message>
    <message>
        <source>Ini bukan peringatan sungguhan (status {status}); tidak ditampilkan.</source>
        <translation>This is no real warning (status {status}); it is not shown.</translation>
    </message>
    <message>
        <source>Hanya status Actual yang ditampilkan.</source>
        <translation>Only status Actual is shown.</translation>
    </message>
    <message>
        <source>Dokumen ini bukan peringatan (jenis {kind}); tidak ditampilkan.</source>
        <translation>This document is no warning (kind {kind}); it is not shown.</translation>
    </message>
    <message>
        <source>Yang dibaca: Alert, Update, Cancel.</source>
        <translation>What is read: Alert, Update, Cancel.</translation>
    </message>
    <message>
        <source>Tulis misalnya: kemarin, bulan lalu, 2026-11, atau 1-11-2026 15-11-2026.</source>
        <translation>Type for example: yesterday, last month, 2026-11, or 1-11-2026 15-11-2026.</translation>
    </message>
    <message>
        <source>Laporan kementerian ditulis ketua regu, analis atau auditor.</source>
        <translation>The ministry&apos;s report is written by shift lead, analyst or auditor.</translation>
    </message>
    <message>
        <source>Minta salah satunya (roles.toml: report_ministry).</source>
        <translation>Ask one of them (roles.toml: report_ministry).</translation>
    </message>
    <message>
        <source>Laporan kementerian sedang ditulis.</source>
        <translation>The ministry&apos;s report is being written.</translation>
    </message>
    <message>
        <source>Tunggu sampai selesai.</source>
        <translation>Wait until it is done.</translation>
    </message>
    <message>
        <source>Laporan kementerian tidak punya kolom.</source>
        <translation>The ministry&apos;s report has no columns.</translation>
    </message>
    <message>
        <source>Minta TI mengisi ministry_report.toml.</source>
        <translation>Have IT fill in ministry_report.toml.</translation>
    </message>
    <message>
        <source>Hari tidak dikenal: {words}.</source>
        <translation>These days are not known: {words}.</translation>
    </message>
    <message>
        <source>Tanggal pertama sesudah tanggal terakhir.</source>
        <translation>The first day is after the last one.</translation>
    </message>
    <message>
        <source>Hari itu belum tiba.</source>
        <translation>That day has not come yet.</translation>
    </message>
    <message>
        <source>Satu laporan paling banyak {days} hari.</source>
        <translation>One report has at most {days} days.</translation>
    </message>
    <message>
        <source>Bagi menjadi beberapa laporan.</source>
        <translation>Divide it into several reports.</translation>
    </message>
    <message>
        <source>Tidak ada pencetak di komputer ini.</source>
        <translation>There is no printer at this computer.</translation>
    </message>
    <message>
        <source>PDF tetap bisa dibuat: Enter menyimpannya di folder ekspor.</source>
        <translation>The PDF can still be made: Enter saves it in the folder of exports.</translation>
    </message>
    <message>
        <source>Minta TI memasang pencetak di sistem operasi, lalu coba lagi.</source>
        <translation>Ask IT to add a printer to the operating system, then try again.</translation>
    </message>
    <message>
        <source>Tidak ada disposisi terbuka untuk dicetak slipnya.</source>
        <translation>There is no open agency task to print a slip of.</translation>
    </message>
    <message>
        <source>Tiket tidak berubah.</source>
        <translation>The ticket did not change.</translation>
    </message>
    <message>
        <source>Kirim dulu ke instansi (F7), lalu Alt+Shift+S.</source>
        <translation>Send it to an agency first (F7), then Alt+Shift+S.</translation>
    </message>
    <message>
        <source>Beberapa disposisi terbuka: {agencies}.</source>
        <translation>Several agency tasks are open: {agencies}.</translation>
    </message>
    <message>
        <source>Belum ada yang dicetak.</source>
        <translation>Nothing was printed yet.</translation>
    </message>
    <message>
        <source>Pilih kartunya, Alt+Shift+S; atau ketik cetak-slip dan instansinya.</source>
        <translation>Choose its card, Alt+Shift+S; or type cetak-slip and the agency.</translation>
    </message>
    <message>
        <source>Tiket ini belum diserahkan ke 112 tetangga.</source>
        <translation>This ticket was not handed to a neighbouring 112 yet.</translation>
    </message>
    <message>
        <source>Serahkan dulu: Alt+W. Kartunya lalu bisa dicetak.</source>
        <translation>Hand it over first: Alt+W. Then its card can be printed.</translation>
    </message>
    <message>
        <source>Pencetak {printer} tidak ditemukan lagi.</source>
        <translation>Printer {printer} is not there any more.</translation>
    </message>
    <message>
        <source>Tidak ada yang dicetak.</source>
        <translation>Nothing was printed.</translation>
    </message>
    <message>
        <source>Periksa kabel dan dayanya, atau pilih pencetak lain.</source>
        <translation>Check its cable and power, or choose another printer.</translation>
    </message>
    <message>
        <source>Pencetak {printer} menolak cetakan.</source>
        <translation>Printer {printer} refused to print.</translation>
    </message>
    <message>
        <source>PDF-nya tersimpan di folder ekspor.</source>
        <translation>The PDF is in the folder of exports.</translation>
    </message>
    <message>
        <source>Periksa kertas dan antrean cetak, lalu Enter lagi.</source>
        <translation>Check paper and print queue, then Enter again.</translation>
    </message>
</context>
<context>
    <name>line_words</name>
    <message>
        <source>Mendampingi: dengar</source>
        <translation>Supervising: listening</translation>
    </message>
    <message>
        <source>Mendampingi: bisik</source>
        <translation>Supervising: whispering</translation>
    </message>
    <message>
        <source>Mendampingi: ikut bicara</source>
        <translation>Supervising: taking part</translation>
    </message>
    <message>
        <source>◐ K</source>
        <translation>◐ C</translation>
    </message>
    <message>
        <source>◆ F</source>
        <translation>◆ F</translation>
    </message>
    <message>
        <source>➜ D</source>
        <translation>➜ T</translation>
    </message>
    <message>
        <source>Saluran terputus, terakhir: %1</source>
        <translation>Line cut off, last: %1</translation>
    </message>
    <message>
        <source>Tersambung tanpa Anda</source>
        <translation>Connected without you</translation>
    </message>
    <message>
        <source>ditahan penelepon</source>
        <translation>held by the caller</translation>
    </message>
    <message>
        <source>MIKROFON BISU</source>
        <translation>MICROPHONE MUTED</translation>
    </message>
    <message>
        <source>SEBERANG TIDAK MENJAWAB</source>
        <translation>OTHER SIDE DOES NOT ANSWER</translation>
    </message>
    <message>
        <source>TIDAK ADA SUARA DARI SEBERANG</source>
        <translation>NO SOUND FROM THE OTHER SIDE</translation>
    </message>
    <message>
        <source>Mutu belum terukur</source>
        <translation>Quality not measured yet</translation>
    </message>
    <message>
        <source>Mutu buruk</source>
        <translation>Poor quality</translation>
    </message>
    <message>
        <source>hilang %1 % · jitter %2 ms · tunda %3 ms</source>
        <translation>loss %1 % · jitter %2 ms · delay %3 ms</translation>
    </message>
    <message>
        <source>hilang di seberang %1 %</source>
        <translation>lost over there %1 %</translation>
    </message>
    <message>
        <source>Mutu baik %1</source>
        <translation>Sound good %1</translation>
    </message>
    <message>
        <source>Mutu cukup %1</source>
        <translation>Sound fair %1</translation>
    </message>
    <message>
        <source>Mutu buruk %1</source>
        <translation>Sound poor %1</translation>
    </message>
    <message>
        <source>terendah %1</source>
        <translation>lowest %1</translation>
    </message>
    <message>
        <source>terenkripsi</source>
        <translation>encrypted</translation>
    </message>
    <message>
        <source>Seberang menolak media kami. Kami tawarkan: %2.</source>
        <translation>The other side refused our media. We offer: %2.</translation>
    </message>
    <message>
        <source>Tidak ada codec yang sama. Seberang meminta: %1. Kami tawarkan: %2.</source>
        <translation>No codec in common. The other side wants: %1. We offer: %2.</translation>
    </message>
    <message>
        <source>Seberang tidak mengenkripsi suara; akun ini mewajibkannya (srtp = &quot;mandatory&quot;).</source>
        <translation>The other side does not encrypt sound; this account insists on it (srtp = &quot;mandatory&quot;).</translation>
    </message>
    <message>
        <source>Seberang mewajibkan enkripsi suara; di sini dimatikan (srtp = &quot;off&quot;).</source>
        <translation>The other side insists on encrypted sound; it is switched off here (srtp = &quot;off&quot;).</translation>
    </message>
    <message>
        <source>Kunci enkripsi (a=crypto) dari seberang tidak bisa dipakai.</source>
        <translation>The encryption keys (a=crypto) of the other side cannot be used.</translation>
    </message>
    <message>
        <source>Seberang tidak menawarkan suara atau teks yang bisa dijangkau.</source>
        <translation>The other side offers no sound or text that can be reached.</translation>
    </message>
    <message numerus="yes">
        <source>dicoba lagi setelah %n detik</source>
        <translation>
            <numerusform>tried again after %n second</numerusform>
            <numerusform>tried again after %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>juga di %n tempat lain</source>
        <translation>
            <numerusform>in %n other place too</numerusform>
            <numerusform>in %n other places too</numerusform>
        </translation>
    </message>
    <message>
        <source>prioritas jaringan: %1</source>
        <translation>network priority: %1</translation>
    </message>
    <message>
        <source> ± %1 m</source>
        <translation> ± %1 m</translation>
    </message>
    <message>
        <source>Rincian dan langkah berikutnya: daftar peringatan, Ctrl+L.</source>
        <translation>Details and the next step: alert list, Ctrl+L.</translation>
    </message>
    <message>
        <source>Saluran telepon berhenti dan sedang dihidupkan ulang. Tiket, papan dan peta tetap bekerja. Tunggu beberapa detik; panggilan baru masuk lagi dengan sendirinya.</source>
        <translation>The telephone line stopped and is being restarted. Tickets, boards and map keep working. Wait a few seconds; new calls come in again by themselves.</translation>
    </message>
    <message>
        <source>Saluran telepon sedang dinyalakan. Tiket sudah bisa diisi.</source>
        <translation>The telephone line is starting. Tickets can be filled in already.</translation>
    </message>
    <message>
        <source>Tidak terdaftar di sentral telepon; dicoba terus. Panggilan langsung masih bisa masuk. Beri tahu ketua regu bila lebih dari satu menit.</source>
        <translation>Not registered at the exchange; still trying. Direct calls can still come in. Tell the shift lead if it lasts more than a minute.</translation>
    </message>
    <message>
        <source>sentral cadangan</source>
        <translation>standby exchange</translation>
    </message>
    <message>
        <source>SERTIFIKAT TIDAK DIPERIKSA</source>
        <translation>CERTIFICATE NOT CHECKED</translation>
    </message>
    <message>
        <source>bagian %1 salah.</source>
        <translation>%1 is wrong.</translation>
    </message>
    <message>
        <source>Mungkin maksudnya: %1.</source>
        <translation>Perhaps you mean: %1.</translation>
    </message>
    <message>
        <source>Yang boleh: %1.</source>
        <translation>Allowed: %1.</translation>
    </message>
    <message>
        <source>Suara: %1. Panggilan tetap tersambung dan direkam. Pasang headset atau pilih perangkat: Ctrl+,</source>
        <translation>Sound: %1. The call stays connected and recorded. Plug a headset in or choose a device: Ctrl+,</translation>
    </message>
    <message>
        <source>✕ Suara: %1 · Ctrl+,</source>
        <translation>✕ Sound: %1 · Ctrl+,</translation>
    </message>
</context>
<context>
    <name>link_words</name>
    <message>
        <source>dibuat, belum dibuka</source>
        <translation>made, not opened yet</translation>
    </message>
    <message>
        <source>TIDAK terkirim</source>
        <translation>NOT sent</translation>
    </message>
    <message>
        <source>terkirim, belum dibuka</source>
        <translation>sent, not opened yet</translation>
    </message>
    <message>
        <source>dibuka penelepon</source>
        <translation>opened by the caller</translation>
    </message>
    <message>
        <source>lokasi tidak diizinkan, bisa menulis</source>
        <translation>position not allowed, can write</translation>
    </message>
    <message>
        <source>diizinkan, lokasi dicari</source>
        <translation>allowed, position being found</translation>
    </message>
    <message>
        <source>lokasi diterima</source>
        <translation>position received</translation>
    </message>
    <message>
        <source>berakhir tanpa lokasi</source>
        <translation>ended without a position</translation>
    </message>
    <message>
        <source>disalin</source>
        <translation>copied</translation>
    </message>
    <message>
        <source>nomornya tidak bisa dikirimi</source>
        <translation>the number cannot be sent to</translation>
    </message>
    <message>
        <source>program pengirim tidak ada</source>
        <translation>the sending program is missing</translation>
    </message>
    <message>
        <source>program pengirim gagal</source>
        <translation>the sending program failed</translation>
    </message>
    <message>
        <source>pengirim terlalu lama menjawab</source>
        <translation>the sender took too long</translation>
    </message>
    <message>
        <source>gateway tidak terhubung</source>
        <translation>the gateway cannot be reached</translation>
    </message>
    <message>
        <source>gateway menolak</source>
        <translation>the gateway refused</translation>
    </message>
    <message>
        <source>Tautan lokasi ({channel}): {state}, {time}</source>
        <translation>Location link ({channel}): {state}, {time}</translation>
    </message>
</context>
<context>
    <name>map_features</name>
    <message>
        <source>Diurungkan: {name} tidak jadi digambar.</source>
        <translation>Undone: {name} is not drawn.</translation>
    </message>
    <message>
        <source>Diurungkan: perubahan {name}.</source>
        <translation>Undone: the change of {name}.</translation>
    </message>
    <message>
        <source>Diurungkan: {name} kembali di peta.</source>
        <translation>Undone: {name} is back on the map.</translation>
    </message>
    <message>
        <source>Diurungkan: {name} dihapus lagi.</source>
        <translation>Undone: {name} is removed again.</translation>
    </message>
    <message>
        <source>Diurungkan: tentang {name} ditanyakan lagi.</source>
        <translation>Undone: {name} is asked about again.</translation>
    </message>
    <message>
        <source>Diurungkan: impor terakhir.</source>
        <translation>Undone: the last import.</translation>
    </message>
    <message>
        <source>s.d. {time}</source>
        <translation>until {time}</translation>
    </message>
    <message>
        <source>pasang {low}–{high} m</source>
        <translation>tide {low}–{high} m</translation>
    </message>
    <message>
        <source>pasang ≥ {low} m</source>
        <translation>tide ≥ {low} m</translation>
    </message>
    <message>
        <source>pasang ≤ {high} m</source>
        <translation>tide ≤ {high} m</translation>
    </message>
    <message>
        <source>juga: {variants}</source>
        <translation>also: {variants}</translation>
    </message>
    <message>
        <source>tiket {ticket}</source>
        <translation>ticket {ticket}</translation>
    </message>
    <message>
        <source>oleh {person}</source>
        <translation>by {person}</translation>
    </message>
    <message>
        <source>tetap di peta</source>
        <translation>stays on the map</translation>
    </message>
    <message>
        <source>dihapus dari peta</source>
        <translation>removed from the map</translation>
    </message>
    <message numerus="yes">
        <source>sekitar {place} (%n titik)</source>
        <translation>
            <numerusform>around {place} (%n point)</numerusform>
            <numerusform>around {place} (%n points)</numerusform>
        </translation>
    </message>
    <message>
        <source>tanpa batas waktu</source>
        <translation>without an end</translation>
    </message>
    <message>
        <source>Berlaku</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Segera berakhir</source>
        <translation>Ends soon</translation>
    </message>
    <message>
        <source>Tiket sudah selesai</source>
        <translation>Ticket has ended</translation>
    </message>
    <message>
        <source>Lewat</source>
        <translation>Over</translation>
    </message>
    <message>
        <source>Dihapus</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>{drawn} baru, {changed} diubah, {same} sudah ada, {skipped} dilewati</source>
        <translation>{drawn} new, {changed} changed, {same} were there, {skipped} skipped</translation>
    </message>
    <message numerus="yes">
        <source>{foreign} dibaca sebagai {own} (%n kali)</source>
        <translation>
            <numerusform>{foreign} read as {own} (once)</numerusform>
            <numerusform>{foreign} read as {own} (%n times)</numerusform>
        </translation>
    </message>
    <message>
        <source>Objek {number}: {what}</source>
        <translation>Feature {number}: {what}</translation>
    </message>
    <message>
        <source>… dan {count} lagi</source>
        <translation>… and {count} more</translation>
    </message>
    <message>
        <source>jenis</source>
        <translation>kind</translation>
    </message>
    <message>
        <source>nama</source>
        <translation>name</translation>
    </message>
    <message>
        <source>sebutan lain</source>
        <translation>other names</translation>
    </message>
    <message>
        <source>catatan</source>
        <translation>note</translation>
    </message>
    <message>
        <source>berlaku sampai</source>
        <translation>valid until</translation>
    </message>
    <message>
        <source>pasang terendah</source>
        <translation>lowest tide</translation>
    </message>
    <message>
        <source>pasang tertinggi</source>
        <translation>highest tide</translation>
    </message>
    <message>
        <source>bukan objek GeoJSON</source>
        <translation>no GeoJSON feature</translation>
    </message>
    <message>
        <source>tanpa letak</source>
        <translation>without a place</translation>
    </message>
    <message>
        <source>bentuk letaknya tidak dikenal</source>
        <translation>its geometry is not known</translation>
    </message>
    <message>
        <source>terdiri dari beberapa bagian terpisah</source>
        <translation>consists of several separate parts</translation>
    </message>
    <message>
        <source>koordinatnya salah (urutannya bujur, lintang)</source>
        <translation>its coordinates are wrong (the order is longitude, latitude)</translation>
    </message>
    <message>
        <source>jenisnya tidak ditulis</source>
        <translation>its kind is not written</translation>
    </message>
    <message>
        <source>jenisnya tidak dikenal</source>
        <translation>its kind is not known</translation>
    </message>
    <message>
        <source>di peta jenisnya lain</source>
        <translation>on the map it is of another kind</translation>
    </message>
    <message>
        <source>bentuknya tidak cocok untuk jenisnya</source>
        <translation>its shape does not fit its kind</translation>
    </message>
    <message>
        <source>titiknya terlalu sedikit</source>
        <translation>too few points</translation>
    </message>
    <message>
        <source>sudah ada dalam berkas ini</source>
        <translation>is in this file already</translation>
    </message>
    <message>
        <source>sudah dihapus dari peta; kembalikan lewat daftar</source>
        <translation>was removed from the map; put it back in the list</translation>
    </message>
    <message>
        <source>peran Anda tidak boleh menggambar jenis ini</source>
        <translation>your role may not draw this kind</translation>
    </message>
    <message>
        <source>peta sudah penuh</source>
        <translation>the map is full</translation>
    </message>
    <message>
        <source>dianggap patokan</source>
        <translation>taken as a landmark</translation>
    </message>
    <message>
        <source>diambil titik tengahnya</source>
        <translation>its middle was taken</translation>
    </message>
    <message>
        <source>lubangnya diabaikan</source>
        <translation>its holes were ignored</translation>
    </message>
    <message>
        <source>titiknya dikurangi</source>
        <translation>its points were reduced</translation>
    </message>
    <message>
        <source>waktu berakhirnya tidak terbaca</source>
        <translation>its end cannot be read</translation>
    </message>
    <message>
        <source>batas pasangnya tidak terbaca</source>
        <translation>its tide limits cannot be read</translation>
    </message>
</context>
<context>
    <name>numbers</name>
    <message>
        <source>id_ID</source>
        <comment>locale of numbers: en_GB</comment>
        <translation>en_GB</translation>
    </message>
</context>
<context>
    <name>orders</name>
    <message>
        <source>Tiket baru</source>
        <translation>New ticket</translation>
    </message>
    <message>
        <source>Isi tiket ini</source>
        <translation>Fill in this ticket</translation>
    </message>
    <message>
        <source>Kirim ke</source>
        <translation>Send to</translation>
    </message>
    <message>
        <source>Satuan</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Tugaskan ke tiket ini</source>
        <translation>Assign to this ticket</translation>
    </message>
    <message>
        <source>Dengar ulang</source>
        <translation>Hear again</translation>
    </message>
    <message>
        <source>tempat {text}</source>
        <translation>place {text}</translation>
    </message>
    <message>
        <source>lewat {text}</source>
        <translation>by {text}</translation>
    </message>
    <message>
        <source>{text} detik terakhir</source>
        <translation>the last {text} seconds</translation>
    </message>
    <message>
        <source>nomor {text}</source>
        <translation>number {text}</translation>
    </message>
    <message>
        <source>pelapor {text}</source>
        <translation>reporter {text}</translation>
    </message>
    <message>
        <source>catatan “{text}”</source>
        <translation>note “{text}”</translation>
    </message>
    <message>
        <source>alasan “{text}”</source>
        <translation>reason “{text}”</translation>
    </message>
    <message>
        <source> Mungkin: {nearest}.</source>
        <translation> Perhaps: {nearest}.</translation>
    </message>
    <message>
        <source>Perintah “{typed}” tidak dikenal.</source>
        <translation>Command “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Jenis “{typed}” tidak dikenal.</source>
        <translation>Type “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Jenis “{typed}” bisa beberapa.</source>
        <translation>Type “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Prioritas “{typed}” tidak dikenal.</source>
        <translation>Priority “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Prioritas “{typed}” bisa beberapa.</source>
        <translation>Priority “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Instansi “{typed}” tidak dikenal.</source>
        <translation>Agency “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Instansi “{typed}” bisa beberapa.</source>
        <translation>Agency “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Instansi belum disebut.</source>
        <translation>No agency was named.</translation>
    </message>
    <message>
        <source>Saluran “{typed}” tidak dikenal.</source>
        <translation>Channel “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Saluran “{typed}” bisa beberapa.</source>
        <translation>Channel “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Saluran setelah “lewat:” belum disebut.</source>
        <translation>No channel was named after “lewat:”.</translation>
    </message>
    <message>
        <source>Satuan “{typed}” tidak dikenal.</source>
        <translation>Unit “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Satuan “{typed}” bisa beberapa.</source>
        <translation>Unit “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Keadaan “{typed}” tidak dikenal.</source>
        <translation>State “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Keadaan “{typed}” bisa beberapa.</source>
        <translation>State “{typed}” may be several.</translation>
    </message>
    <message>
        <source>Keadaan satuan belum disebut.</source>
        <translation>The unit&apos;s state was not named.</translation>
    </message>
    <message>
        <source>Isian “{typed}” tidak dikenal.</source>
        <translation>Field “{typed}” is not known.</translation>
    </message>
    <message>
        <source>Isian “{typed}” disebut dua kali.</source>
        <translation>Field “{typed}” was given twice.</translation>
    </message>
    <message>
        <source>Belum ada isian. Contoh: kb01 @handil bakti rt 4 !p1 /catatan</source>
        <translation>No field yet. Example: kb01 @handil bakti rt 4 !p1 /note</translation>
    </message>
    <message>
        <source>“{typed}” bukan nomor telepon.</source>
        <translation>“{typed}” is no telephone number.</translation>
    </message>
    <message>
        <source>Belum ada tiket di formulir. Buka satu, atau ketik: baru</source>
        <translation>There is no ticket in the form. Open one, or type: baru</translation>
    </message>
    <message>
        <source>Perintah ini berdiri sendiri; hapus “{typed}”.</source>
        <translation>This command stands alone; delete “{typed}”.</translation>
    </message>
    <message>
        <source>“{typed}” bukan jumlah detik dari 1 sampai 60.</source>
        <translation>“{typed}” is no number of seconds from 1 to 60.</translation>
    </message>
    <message>
        <source>{typed} sudah dikirimi dan belum selesai.</source>
        <translation>{typed} was asked already and is not done.</translation>
    </message>
    <message>
        <source>{typed} instansi sekaligus terlalu banyak.</source>
        <translation>{typed} agencies at once are too many.</translation>
    </message>
    <message>
        <source>titik belum pasti</source>
        <translation>point not certain yet</translation>
    </message>
</context>
<context>
    <name>parties</name>
    <message>
        <source>terakhir ditelepon</source>
        <translation>dialled last</translation>
    </message>
    <message>
        <source>Tombol ini belum punya nomor. Isi di speed_dial.toml; daftar: Ctrl+I.</source>
        <translation>This key has no number yet. Fill it in in speed_dial.toml; list: Ctrl+I.</translation>
    </message>
    <message>
        <source>Sentral tidak mengambil alih: penelepon dan instansi tersambung lewat meja ini. Anda bebas menjawab panggilan lain; meja ini jangan dimatikan.</source>
        <translation>The exchange does not take over: caller and agency are connected through this desk. You are free to answer other calls; do not switch this desk off.</translation>
    </message>
    <message>
        <source>ditutup pihak itu</source>
        <translation>closed by that party</translation>
    </message>
    <message>
        <source>%1 tidak tersambung lagi%2.</source>
        <translation>%1 is no longer connected%2.</translation>
    </message>
    <message>
        <source>%1 tidak tersambung lagi%2. Penelepon tetap pada Anda.</source>
        <translation>%1 is not connected any more%2. The caller is still with you.</translation>
    </message>
    <message>
        <source>%1 menolak pendampingan. Minta TI memeriksa supervision_secret dan jam kedua meja.</source>
        <translation>%1 refuses supervision. Ask IT to check supervision_secret and the clocks of both desks.</translation>
    </message>
    <message>
        <source>%1 sedang tidak bicara dengan penelepon.</source>
        <translation>%1 is not speaking with a caller now.</translation>
    </message>
    <message>
        <source>%1 sudah didampingi tiga orang.</source>
        <translation>Three people supervise %1 already.</translation>
    </message>
    <message>
        <source>Pendampingan %1 berakhir: %2.</source>
        <translation>Supervision of %1 ended: %2.</translation>
    </message>
    <message>
        <source>bicara</source>
        <translation>speaks</translation>
    </message>
    <message>
        <source>dipanggil …</source>
        <translation>being called …</translation>
    </message>
    <message>
        <source>menunggu</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>tanpa Anda</source>
        <translation>without you</translation>
    </message>
</context>
<context>
    <name>people</name>
    <message>
        <source>Belum masuk</source>
        <translation>Nobody signed on</translation>
    </message>
    <message>
        <source>{name} (tanpa login)</source>
        <translation>{name} (no login)</translation>
    </message>
    <message>
        <source>▲ Belum ada yang masuk di meja ini. {key}: masuk dengan nama dan sandi. Panggilan tetap dijawab (F2).</source>
        <translation>▲ Nobody has signed on at this desk. {key}: sign on by name and password. Calls are answered all the same (F2).</translation>
    </message>
    <message>
        <source>✖ Panggilan dijawab tanpa nama; semua tercatat atas nama meja {desk}. {key}: sebut nama Anda, panggilan tidak terganggu.</source>
        <translation>✖ A call was answered without a name; everything is recorded as done by desk {desk}. {key}: say who you are, the call goes on.</translation>
    </message>
    <message>
        <source>✖ Meja dipakai tanpa login sejak {time}: {name} ({reason}). {key}: masuk dengan nama dan sandi.</source>
        <translation>✖ Desk in use without a login since {time}: {name} ({reason}). {key}: sign on by name and password.</translation>
    </message>
    <message>
        <source>✖ {why} Pekerjaan tetap jalan, tetapi tercatat atas kata meja ini saja. {key}: masuk lagi; {next}</source>
        <translation>✖ {why} Work goes on, but is recorded on this desk&apos;s word only. {key}: sign on again; {next}</translation>
    </message>
    <message>
        <source>▲ Peran sementara {role} sampai {time} ({reason}). {key}: kembalikan sekarang.</source>
        <translation>▲ Role {role} until {time} ({reason}). {key}: give it back now.</translation>
    </message>
    <message>
        <source>Sekarang: {name}, {role}, sejak {time}.</source>
        <translation>Now: {name}, {role}, since {time}.</translation>
    </message>
    <message>
        <source>{name} masuk dengan ingatan meja ini: {why} Sandi diperiksa lagi begitu server ada.</source>
        <translation>{name} signed on from this desk&apos;s memory: {why} The password is checked again as soon as the server is there.</translation>
    </message>
    <message>
        <source>{name} masuk sebagai {role}.</source>
        <translation>{name} signed on as {role}.</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>tanda minus (LS/BB) dianggap</source>
        <translation>minus sign (S/W) assumed</translation>
    </message>
    <message>
        <source>lintang dan bujur dibalik</source>
        <translation>latitude and longitude swapped</translation>
    </message>
    <message>
        <source>angka di belakang koma dibaca sebagai menit</source>
        <translation>digits behind the point read as minutes</translation>
    </message>
    <message>
        <source>batas antara dua angka dianggap</source>
        <translation>seam between the two numbers assumed</translation>
    </message>
    <message>
        <source>zona UTM dianggap</source>
        <translation>UTM zone assumed</translation>
    </message>
    <message>
        <source>tengah peta yang dibagikan, bukan titik yang ditandai</source>
        <translation>middle of the shared map, not a marked point</translation>
    </message>
    <message>
        <source>kode pendek tanpa nama tempat</source>
        <translation>short code without the name of a place</translation>
    </message>
    <message>
        <source>nama tempat di samping kode ada lebih dari satu</source>
        <translation>several places have the name beside the code</translation>
    </message>
    <message>
        <source>tautan dari situs yang tidak dikenal</source>
        <translation>link from an unknown site</translation>
    </message>
    <message>
        <source>angka ketiga tidak dipakai</source>
        <translation>third number not used</translation>
    </message>
    <message>
        <source>Tautan pendek: titiknya hanya terlihat di internet.</source>
        <translation>Short link: its point can be seen on the internet only.</translation>
    </message>
    <message>
        <source>Minta: buka tautan, tekan lama titiknya, kirim angkanya.</source>
        <translation>Ask to: open the link, press long on the point, send the numbers.</translation>
    </message>
    <message>
        <source>Alamat tiga kata (what3words) tidak terbaca di sini.</source>
        <translation>An address of three words (what3words) cannot be read here.</translation>
    </message>
    <message>
        <source>Minta angka koordinatnya.</source>
        <translation>Ask for the coordinates as numbers.</translation>
    </message>
    <message>
        <source>Tautan ini tidak berisi titik.</source>
        <translation>This link holds no point.</translation>
    </message>
    <message>
        <source>Minta lokasi dibagikan lagi, atau angka koordinatnya.</source>
        <translation>Ask to share the location again, or for the coordinates.</translation>
    </message>
    <message>
        <source>Titik ini memakai sistem koordinat lain.</source>
        <translation>This point is in another coordinate system.</translation>
    </message>
    <message>
        <source>Minta angka koordinat WGS 84.</source>
        <translation>Ask for WGS 84 coordinates.</translation>
    </message>
    <message>
        <source>Plus code ini salah tulis.</source>
        <translation>This plus code is misspelt.</translation>
    </message>
    <message>
        <source>Minta dieja ulang.</source>
        <translation>Ask to have it spelt again.</translation>
    </message>
    <message>
        <source>di sekitar {place}</source>
        <translation>near {place}</translation>
    </message>
    <message>
        <source>DI LUAR BATOLA, {distance} dari desa terdekat</source>
        <translation>OUTSIDE BATOLA, {distance} from the nearest village</translation>
    </message>
    <message>
        <source>DI LUAR BATOLA ({neighbour}), {distance} dari desa terdekat</source>
        <translation>OUTSIDE BATOLA ({neighbour}), {distance} from the nearest village</translation>
    </message>
    <message numerus="yes">
        <source>%n panggilan, {width}, {minutes} menit</source>
        <translation>
            <numerusform>%n call, {width}, {minutes} min</numerusform>
            <numerusform>%n calls, {width}, {minutes} min</numerusform>
        </translation>
    </message>
    <message>
        <source>Banyak laporan berdekatan</source>
        <translation>Many reports close together</translation>
    </message>
</context>
<context>
    <name>presence</name>
    <message>
        <source>Meja {desk}</source>
        <translation>Desk {desk}</translation>
    </message>
    <message>
        <source>{who} mengetik di {field} …</source>
        <translation>{who} is typing in {field} …</translation>
    </message>
    <message>
        <source>{who} membuka tiket ini</source>
        <translation>{who} has this ticket open</translation>
    </message>
</context>
<context>
    <name>queue_words</name>
    <message>
        <source>%1 iseng</source>
        <translation>%1 prank</translation>
    </message>
    <message>
        <source>%1 nyata</source>
        <translation>%1 genuine</translation>
    </message>
    <message>
        <source>%1 senyap</source>
        <translation>%1 silent</translation>
    </message>
    <message>
        <source>saluran terputus, mungkin masih menunggu</source>
        <translation>line lost, may still be waiting</translation>
    </message>
    <message>
        <source>sentral tidak menjawab, mungkin sudah ditutup</source>
        <translation>the exchange does not answer, may have hung up</translation>
    </message>
    <message>
        <source>hanya alamat posisi yang terkirim</source>
        <translation>only the address of a position came</translation>
    </message>
    <message>
        <source>lewat %1</source>
        <translation>over %1</translation>
    </message>
    <message>
        <source>semula ke %1</source>
        <translation>first dialled %1</translation>
    </message>
    <message>
        <source>posisi ikut terkirim</source>
        <translation>position came along</translation>
    </message>
    <message numerus="yes">
        <source>%n panggilan</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message>
        <source>▲ hati-hati: jangan menelepon tanpa teks dulu</source>
        <translation>▲ careful: no call without a text first</translation>
    </message>
    <message>
        <source>▲ %1 sampai %2 (%3)</source>
        <translation>▲ %1 until %2 (%3)</translation>
    </message>
    <message>
        <source>minta %1</source>
        <translation>asks for %1</translation>
    </message>
    <message numerus="yes">
        <source>berdering %n detik</source>
        <translation>
            <numerusform>ringing %n second</numerusform>
            <numerusform>ringing %n seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>▲ teks dulu, jangan berdering</source>
        <translation>▲ text first, do not ring</translation>
    </message>
    <message>
        <source>▲ percobaan berikutnya lewat waktu</source>
        <translation>▲ the next attempt is overdue</translation>
    </message>
    <message>
        <source>sebelum %1</source>
        <translation>before %1</translation>
    </message>
    <message>
        <source>Peringkat %1</source>
        <translation>Rank %1</translation>
    </message>
    <message>
        <source>Ringkas lagi</source>
        <translation>Show fewer</translation>
    </message>
    <message numerus="yes">
        <source>%n nomor lagi yang kurang mendesak</source>
        <translation>
            <numerusform>%n less urgent number</numerusform>
            <numerusform>%n less urgent numbers</numerusform>
        </translation>
    </message>
    <message>
        <source>menunggu kata ruangan …</source>
        <translation>waiting for the room&apos;s word …</translation>
    </message>
    <message>
        <source>diurus Meja %1</source>
        <translation>desk %1 is on it</translation>
    </message>
    <message>
        <source>saya urus (sementara)</source>
        <translation>I am on it (provisional)</translation>
    </message>
    <message>
        <source>saya urus</source>
        <translation>I am on it</translation>
    </message>
    <message>
        <source>▲ teks otomatis gagal: T mengirim lagi</source>
        <translation>▲ automatic text failed: T sends it again</translation>
    </message>
    <message>
        <source>%1× dicoba</source>
        <translation>tried %1×</translation>
    </message>
    <message>
        <source>ada tiket terbuka</source>
        <translation>has an open ticket</translation>
    </message>
    <message>
        <source>nomor baru</source>
        <translation>new number</translation>
    </message>
    <message>
        <source>nomor disembunyikan</source>
        <translation>number withheld</translation>
    </message>
    <message>
        <source>sedang dihubungi</source>
        <translation>being dialled</translation>
    </message>
</context>
<context>
    <name>recordings</name>
    <message>
        <source>Dijawab</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>Ditahan</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Dilanjutkan</source>
        <translation>Resumed</translation>
    </message>
    <message>
        <source>Periksa senyap mulai</source>
        <translation>Silent check begins</translation>
    </message>
    <message>
        <source>Periksa senyap berakhir</source>
        <translation>Silent check over</translation>
    </message>
    <message>
        <source>Tombol</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Teks masuk</source>
        <translation>Text received</translation>
    </message>
    <message>
        <source>Teks keluar</source>
        <translation>Text sent</translation>
    </message>
    <message>
        <source>Pihak dipanggil</source>
        <translation>Party called</translation>
    </message>
    <message>
        <source>Pihak menjawab</source>
        <translation>Party answered</translation>
    </message>
    <message>
        <source>Pihak keluar</source>
        <translation>Party left</translation>
    </message>
    <message>
        <source>Konferensi</source>
        <translation>Conference</translation>
    </message>
    <message>
        <source>Dialihkan</source>
        <translation>Transferred</translation>
    </message>
    <message>
        <source>Ketua regu ikut</source>
        <translation>Shift lead joined</translation>
    </message>
    <message>
        <source>Catatan</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Disk gagal</source>
        <translation>Disk failed</translation>
    </message>
    <message>
        <source>Berakhir</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>folder atau share</source>
        <translation>folder or share</translation>
    </message>
    <message>
        <source>S3</source>
        <translation>S3</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman tidak diatur: rekaman hanya ada di meja ini.</source>
        <translation>No recording store is set up: recordings are on this desk only.</translation>
    </message>
    <message>
        <source>Penyimpanan rekaman ({kind}): semua rekaman sudah disalin.</source>
        <translation>Recording store ({kind}): every recording is copied.</translation>
    </message>
    <message numerus="yes">
        <source>Penyimpanan rekaman ({kind}): %n rekaman menunggu disalin.</source>
        <translation>
            <numerusform>Recording store ({kind}): %n recording waits for its copy.</numerusform>
            <numerusform>Recording store ({kind}): %n recordings wait for their copy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>room</name>
    <message>
        <source>{count} dtk</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} menunggu</source>
        <translation>{count} waiting</translation>
    </message>
    <message>
        <source>salinan {name}</source>
        <translation>copy {name}</translation>
    </message>
    <message>
        <source>salinan ✓</source>
        <translation>copy ✓</translation>
    </message>
    <message>
        <source>Meja ini dan meja lain tahu yang sama (server {host}).</source>
        <translation>This desk and the others know the same (server {host}).</translation>
    </message>
    <message numerus="yes">
        <source>Meja ini tertinggal %n detik dari meja lain.</source>
        <translation>
            <numerusform>This desk is %n second behind the others.</numerusform>
            <numerusform>This desk is %n seconds behind the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n catatan meja ini menunggu dikirim.</source>
        <translation>
            <numerusform>%n note of this desk waits to be sent.</numerusform>
            <numerusform>%n notes of this desk wait to be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n catatan meja lain disimpan di sini untuk mereka.</source>
        <translation>
            <numerusform>%n note of another desk is kept here for it.</numerusform>
            <numerusform>%n notes of other desks are kept here for them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %n konflik</source>
        <translation>
            <numerusform>▲ %n conflict</numerusform>
            <numerusform>▲ %n conflicts</numerusform>
        </translation>
    </message>
    <message>
        <source>Meja ini tidak tersambung dengan meja lain.</source>
        <translation>This desk is not connected to the others.</translation>
    </message>
    <message>
        <source>Catatan meja lain dari masa terputus sedang disusul.</source>
        <translation>What the others wrote meanwhile is being caught up with.</translation>
    </message>
    <message>
        <source>riwayat {percent}%</source>
        <translation>history {percent}%</translation>
    </message>
    <message>
        <source>Riwayat lama sedang diambil ({percent}%); semua yang masih terbuka sudah ada di sini.</source>
        <translation>The old history is being fetched ({percent}%); everything that is still open is already here.</translation>
    </message>
    <message>
        <source>Salinannya ada di {name}.</source>
        <translation>Their copy is in {name}.</translation>
    </message>
    <message>
        <source>Salinannya ada di Meja {name}.</source>
        <translation>Their copy is at desk {name}.</translation>
    </message>
    <message>
        <source>Yang menunggu TIDAK punya salinan di tempat lain.</source>
        <translation>What waits has NO copy anywhere else.</translation>
    </message>
    <message>
        <source>Jam meja ini {difference} di depan jam sekretariat.</source>
        <translation>This desk&apos;s clock is {difference} ahead of the secretariat&apos;s.</translation>
    </message>
    <message>
        <source>Jam meja ini {difference} di belakang jam sekretariat.</source>
        <translation>This desk&apos;s clock is {difference} behind the secretariat&apos;s.</translation>
    </message>
    <message>
        <source>{hours} jam {minutes} menit</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} menit {seconds} detik</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
</context>
<context>
    <name>self_test</name>
    <message>
        <source>Headset</source>
        <translation>Headset</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Nada peringatan</source>
        <translation>Alert tone</translation>
    </message>
    <message>
        <source>Rekaman</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>Saluran telepon</source>
        <translation>Telephone line</translation>
    </message>
    <message>
        <source>Ruang data bersama</source>
        <translation>Shared room</translation>
    </message>
    <message>
        <source>Peta</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>tersambung</source>
        <translation>connected</translation>
    </message>
    <message>
        <source>suara Anda terdengar</source>
        <translation>your voice is heard</translation>
    </message>
    <message>
        <source>terdengar</source>
        <translation>heard</translation>
    </message>
    <message>
        <source>ditulis dan terbaca kembali</source>
        <translation>written and read back</translation>
    </message>
    <message>
        <source>terdaftar, panggilan masuk ke meja ini</source>
        <translation>registered, calls reach this desk</translation>
    </message>
    <message>
        <source>tersinkron</source>
        <translation>in sync</translation>
    </message>
    <message>
        <source>paket peta terbuka</source>
        <translation>the map pack opens</translation>
    </message>
    <message>
        <source>Mesin saluran tidak menjawab. Ia dinyalakan lagi sendiri; ulangi sebentar lagi.</source>
        <translation>The line engine does not answer. It is started again by itself; repeat in a moment.</translation>
    </message>
    <message>
        <source>Tidak ada headset. Pasang kabelnya, atau pilih di Pengaturan (Ctrl+,).</source>
        <translation>No headset. Plug it in, or choose it in Settings (Ctrl+,).</translation>
    </message>
    <message>
        <source>Headset meja ini tidak ada, perangkat lain dipakai. Pasang headset yang benar.</source>
        <translation>This desk&apos;s headset is missing, another device stands in. Plug in the right one.</translation>
    </message>
    <message>
        <source>Tidak ada mikrofon. Pasang kabelnya, atau pilih di Pengaturan (Ctrl+,).</source>
        <translation>No microphone. Plug it in, or choose it in Settings (Ctrl+,).</translation>
    </message>
    <message>
        <source>Mikrofon meja ini tidak ada, perangkat lain dipakai. Pasang headset yang benar.</source>
        <translation>This desk&apos;s microphone is missing, another device stands in. Plug in the right headset.</translation>
    </message>
    <message>
        <source>Menurut Anda belum baik. Periksa tombol bisu di kabel, dekatkan mikrofon ke mulut.</source>
        <translation>Not good, you say. Check the mute key on the cable, bring the microphone closer.</translation>
    </message>
    <message>
        <source>Suara tidak sampai ke mikrofon ini. Periksa tombol bisu di kabel dan pilihan mikrofon.</source>
        <translation>No voice reaches this microphone. Check the mute key on the cable and the chosen microphone.</translation>
    </message>
    <message>
        <source>Tidak ada perangkat yang bisa berbunyi. Pasang headset atau pengeras suara.</source>
        <translation>No device can sound. Plug in a headset or a loudspeaker.</translation>
    </message>
    <message>
        <source>Nada tidak bisa diputar. Cabut dan pasang lagi headset, lalu ulangi.</source>
        <translation>The tone cannot be played. Unplug the headset, plug it in again, then repeat.</translation>
    </message>
    <message>
        <source>Tidak terdengar. Besarkan volume peringatan di Pengaturan (Ctrl+,), lalu ulangi.</source>
        <translation>Not heard. Turn the alert volume up in Settings (Ctrl+,), then repeat.</translation>
    </message>
    <message>
        <source>Pengeras suara tidak ada: dering hanya di headset. Pasang pengeras suara.</source>
        <translation>The loudspeaker is missing: it rings in the headset only. Plug in the loudspeaker.</translation>
    </message>
    <message>
        <source>Tidak bisa ditulis: panggilan tidak akan terekam. Lapor TI sekarang (disk, hak folder).</source>
        <translation>Cannot be written: calls will not be recorded. Tell IT now (disk, folder rights).</translation>
    </message>
    <message>
        <source>Terbaca lain dari yang ditulis: disk rusak. Lapor TI sekarang.</source>
        <translation>Reads back other than written: the disk is damaged. Tell IT now.</translation>
    </message>
    <message>
        <source>Disk rekaman terlalu lambat. Lapor TI.</source>
        <translation>The disk for recordings is too slow. Tell IT.</translation>
    </message>
    <message>
        <source>Tidak terdaftar: panggilan tidak masuk ke meja ini. Lapor ketua regu dan TI.</source>
        <translation>Not registered: calls do not reach this desk. Tell the shift lead and IT.</translation>
    </message>
    <message>
        <source>Belum terdaftar. Ulangi sebentar lagi; bila tetap, lapor ketua regu dan TI.</source>
        <translation>Not registered yet. Repeat in a moment; if it stays, tell the shift lead and IT.</translation>
    </message>
    <message>
        <source>meja ini berdiri sendiri</source>
        <translation>this desk stands alone</translation>
    </message>
    <message>
        <source>Luring. Meja tetap bekerja dan mengirim nanti; beri tahu ketua regu.</source>
        <translation>Offline. The desk works on and sends later; tell the shift lead.</translation>
    </message>
    <message>
        <source>Masih menyusul. Meja tetap bekerja; ulangi sebentar lagi.</source>
        <translation>Still catching up. The desk works on; repeat in a moment.</translation>
    </message>
    <message>
        <source>peta sederhana, tanpa paket</source>
        <translation>simple map, no pack</translation>
    </message>
    <message>
        <source>Paket peta rusak, peta sederhana dipakai. Lapor TI: impor lagi paketnya.</source>
        <translation>The map pack is damaged, the simple map is used. Tell IT: import the pack again.</translation>
    </message>
    <message>
        <source>Paket peta lambat dibuka. Lapor TI.</source>
        <translation>The map pack opens slowly. Tell IT.</translation>
    </message>
    <message>
        <source>Tidak dijawab dalam waktunya. Ulangi.</source>
        <translation>Not answered in time. Repeat.</translation>
    </message>
    <message>
        <source>Apakah Anda mendengar nada di headset dan di pengeras suara?</source>
        <translation>Did you hear the tone in the headset and from the loudspeaker?</translation>
    </message>
    <message>
        <source>Bicaralah sekarang seperti kepada penelepon. Apakah garisnya mengikuti suara Anda?</source>
        <translation>Speak now as you would to a caller. Does the bar follow your voice?</translation>
    </message>
    <message>
        <source>LULUS</source>
        <translation>PASSED</translation>
    </message>
    <message>
        <source>TIDAK LULUS</source>
        <translation>NOT PASSED</translation>
    </message>
    <message>
        <source>terputus</source>
        <translation>interrupted</translation>
    </message>
    <message>
        <source>dilewati</source>
        <translation>skipped</translation>
    </message>
</context>
<context>
    <name>setting_units</name>
    <message>
        <source>detik</source>
        <translation>seconds</translation>
    </message>
    <message>
        <source>menit</source>
        <translation>minutes</translation>
    </message>
    <message>
        <source>jam</source>
        <translation>hours</translation>
    </message>
    <message>
        <source>hari</source>
        <translation>days</translation>
    </message>
    <message>
        <source>km/jam</source>
        <translation>km/h</translation>
    </message>
</context>
<context>
    <name>silent_words</name>
    <message>
        <source>penelepon menekan tombol atau menjawab</source>
        <translation>the caller pressed a key or answered</translation>
    </message>
    <message>
        <source>penelepon hanya menyatakan salah pencet</source>
        <translation>the caller only said it was a mistake</translation>
    </message>
    <message>
        <source>terdengar tanda bahaya</source>
        <translation>signs of danger are heard</translation>
    </message>
    <message>
        <source>nomor ini pernah melapor secara rahasia</source>
        <translation>this number has reported in confidence before</translation>
    </message>
    <message>
        <source>tautan lokasi ditolak, lalu terputus</source>
        <translation>declined the location link, then hung up</translation>
    </message>
    <message>
        <source>lokasi diketahui, tanpa tanda lain</source>
        <translation>position known, no other sign</translation>
    </message>
    <message>
        <source>tidak ada tanda apa pun</source>
        <translation>no sign at all</translation>
    </message>
</context>
<context>
    <name>similar</name>
    <message>
        <source>{minutes} menit lalu</source>
        <translation>{minutes} min ago</translation>
    </message>
    <message>
        <source>{hours} jam lalu</source>
        <translation>{hours} h ago</translation>
    </message>
    <message>
        <source>{minutes} menit sesudahnya</source>
        <translation>{minutes} min later</translation>
    </message>
    <message>
        <source>baru saja</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>jenis sama: {type}</source>
        <translation>same type: {type}</translation>
    </message>
    <message>
        <source>jenis sekelompok: {type}</source>
        <translation>similar type: {type}</translation>
    </message>
    <message>
        <source>jenis lain: {type}</source>
        <translation>other type: {type}</translation>
    </message>
    <message>
        <source>nomor sama</source>
        <translation>same number</translation>
    </message>
    <message>
        <source>nomor hampir sama</source>
        <translation>nearly the same number</translation>
    </message>
</context>
<context>
    <name>sound</name>
    <message>
        <source>Headset</source>
        <translation>Headset</translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>Pengeras suara</source>
        <translation>Loudspeaker</translation>
    </message>
    <message>
        <source>Headset kedua</source>
        <translation>Second headset</translation>
    </message>
    <message>
        <source>Mikrofon kedua</source>
        <translation>Second microphone</translation>
    </message>
    <message>
        <source>Mikrofon baik ({level} dBFS).</source>
        <translation>The microphone is good ({level} dBFS).</translation>
    </message>
    <message>
        <source>Suara Anda terlalu pelan ({level} dBFS). Dekatkan mikrofon ke mulut, lalu ulangi.</source>
        <translation>Your voice is too soft ({level} dBFS). Bring the microphone to your mouth and repeat.</translation>
    </message>
    <message>
        <source>Suara Anda terlalu keras dan pecah. Jauhkan mikrofon atau turunkan penguatan mikrofon.</source>
        <translation>Your voice is too loud and breaks up. Move the microphone away or lower its gain.</translation>
    </message>
    <message>
        <source>Mikrofon mati: tidak ada suara. Periksa tombol bisu pada kabel dan mikrofon yang dipilih.</source>
        <translation>The microphone is dead: no sound. Check the mute button on the cable and the chosen microphone.</translation>
    </message>
    <message>
        <source>{role}: nada terdengar kembali setelah {delay} ms ({level} dB). Perangkat ini benar.</source>
        <translation>{role}: the tone came back after {delay} ms ({level} dB). This device is right.</translation>
    </message>
    <message>
        <source>{role}: nada baru terdengar setelah {delay} ms: terlalu lambat. Pakai kabel.</source>
        <translation>{role}: the tone came only after {delay} ms: too slow. Use a cable.</translation>
    </message>
    <message>
        <source>{role}: nada tidak sampai ke mikrofon. Tempelkan mikrofon ke bantalan telinga, lalu ulangi.</source>
        <translation>{role}: the tone did not reach the microphone. Hold the microphone to the ear cushion and repeat.</translation>
    </message>
    <message>
        <source>{role} menggema di mikrofon ({level} dB, {delay} ms). Jauhkan atau kecilkan pengeras suara.</source>
        <translation>{role} echoes in the microphone ({level} dB, {delay} ms). Move it away or turn it down.</translation>
    </message>
    <message>
        <source>{role} terdengar lemah di mikrofon ({level} dB): baik.</source>
        <translation>{role} is faint in the microphone ({level} dB): good.</translation>
    </message>
    <message>
        <source>{role}: tidak ada gema di mikrofon. Pastikan telinga Anda mendengar nada tadi.</source>
        <translation>{role}: no echo in the microphone. Make sure that your ears heard the tone.</translation>
    </message>
    <message>
        <source>{role}: nada sudah diputar. Terdengar di perangkat yang benar?</source>
        <translation>{role}: the tone was played. Did the right device sound?</translation>
    </message>
    <message>
        <source>Bicaralah sekarang, direkam lima detik …</source>
        <translation>Speak now, five seconds are recorded …</translation>
    </message>
    <message>
        <source>Dengarkan: ini suara Anda …</source>
        <translation>Listen: this is your voice …</translation>
    </message>
    <message>
        <source>Nada diputar dan dicari di mikrofon. Jangan bicara …</source>
        <translation>A tone is played and looked for in the microphone. Do not speak …</translation>
    </message>
    <message>
        <source>Nada diputar …</source>
        <translation>A tone is played …</translation>
    </message>
    <message>
        <source>Uji dihentikan.</source>
        <translation>The test was stopped.</translation>
    </message>
    <message>
        <source>aman</source>
        <translation>safe</translation>
    </message>
    <message>
        <source>di atas 80 dB(A): kecilkan volume</source>
        <translation>above 80 dB(A): turn it down</translation>
    </message>
    <message>
        <source>di atas 85 dB(A): kecilkan volume dan bergantian</source>
        <translation>above 85 dB(A): turn it down and take turns</translation>
    </message>
    <message>
        <source>di atas batas 87 dB(A): bergantilah sekarang</source>
        <translation>above the limit of 87 dB(A): change now</translation>
    </message>
    <message>
        <source>Taksiran dengan anggapan {full} dB(A) pada sinyal penuh (headset_dba_full_scale).</source>
        <translation>Estimate that assumes {full} dB(A) at full scale (headset_dba_full_scale).</translation>
    </message>
    <message>
        <source>Belum ada suara di telinga pada giliran ini.</source>
        <translation>No sound in the ear in this shift yet.</translation>
    </message>
    <message>
        <source>Setara 8 jam: {daily} dB(A), {stage}. Rata-rata {mean} dB(A), {hours} j {minutes} m.</source>
        <translation>Over 8 hours: {daily} dB(A), {stage}. Mean {mean} dB(A), {hours} h {minutes} min.</translation>
    </message>
</context>
<context>
    <name>system_words</name>
    <message>
        <source>berkas atau folder itu tidak ada</source>
        <translation>no such file or folder</translation>
    </message>
    <message>
        <source>tidak ada hak untuk membukanya</source>
        <translation>no permission to open it</translation>
    </message>
    <message>
        <source>itu folder, bukan berkas</source>
        <translation>that is a folder, not a file</translation>
    </message>
    <message>
        <source>itu bukan folder</source>
        <translation>that is no folder</translation>
    </message>
    <message>
        <source>disk penuh</source>
        <translation>the disk is full</translation>
    </message>
    <message>
        <source>disk hanya bisa dibaca</source>
        <translation>the disk is read-only</translation>
    </message>
    <message>
        <source>disk rusak atau terlepas</source>
        <translation>the disk is broken or detached</translation>
    </message>
    <message>
        <source>sambungan ditolak</source>
        <translation>connection refused</translation>
    </message>
    <message>
        <source>tidak ada jawaban</source>
        <translation>no answer</translation>
    </message>
    <message>
        <source>jaringan tidak terjangkau</source>
        <translation>network unreachable</translation>
    </message>
    <message>
        <source>kunci ini bukan milik sertifikatnya</source>
        <translation>this key does not belong to the certificate</translation>
    </message>
    <message>
        <source>tidak ada sertifikat di dalamnya</source>
        <translation>there is no certificate in it</translation>
    </message>
    <message>
        <source>isinya bukan PEM</source>
        <translation>it is not PEM</translation>
    </message>
</context>
<context>
    <name>weather</name>
    <message>
        <source>mulai {begin}, akhirnya tidak disebut</source>
        <translation>from {begin}, end not said</translation>
    </message>
    <message>
        <source>{inside} dari {count} desa</source>
        <translation>{inside} of {count} desa</translation>
    </message>
    <message>
        <source>mungkin: di tepi wilayah</source>
        <translation>perhaps: at the edge</translation>
    </message>
    <message>
        <source>disebut namanya</source>
        <translation>named</translation>
    </message>
    <message>
        <source>Sumber: {who} (berkas, diambil dengan tangan {taken}) · dikirim {sent}</source>
        <translation>Source: {who} (file, taken by hand {taken}) · sent {sent}</translation>
    </message>
    <message>
        <source>Sumber: {who} · dikirim {sent}, diterima {taken}</source>
        <translation>Source: {who} · sent {sent}, received {taken}</translation>
    </message>
    <message>
        <source>Kec. {names}</source>
        <translation>Kec. {names}</translation>
    </message>
    <message>
        <source>menurut {who}</source>
        <translation>says {who}</translation>
    </message>
    <message>
        <source>Kecamatan: {places}</source>
        <translation>Kecamatan: {places}</translation>
    </message>
    <message>
        <source>Daftar</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>{name}: TIDAK menjawab sejak {heard}.</source>
        <translation>{name}: has NOT answered since {heard}.</translation>
    </message>
    <message>
        <source>{name}: TIDAK menjawab sejak meja dibuka.</source>
        <translation>{name}: has NOT answered since the desk was opened.</translation>
    </message>
    <message>
        <source>{name}: menjawab {heard}.</source>
        <translation>{name}: answered {heard}.</translation>
    </message>
    <message>
        <source>{name}: belum menjawab.</source>
        <translation>{name}: has not answered yet.</translation>
    </message>
    <message>
        <source>Wilayah peringatan cuaca</source>
        <translation>Area of a weather warning</translation>
    </message>
</context>
</TS>
