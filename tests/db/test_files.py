"""Where a database may lie, who may write it, and how a file is replaced."""

import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from lpo_desk.db.errors import DatabaseInUse, DatabaseReadOnly, DatabaseUnavailable, FolderRefused
from lpo_desk.db.files import WriterLock, free_name, is_synced, on_network, refuse_shared_folder, write_whole

MOUNTS = """\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sda1 /media/maija/USB\\040LEVY vfat rw 0 0
//server/yhteinen /mnt/yhteinen cifs rw,vers=3.1.1 0 0
server:/vienti /mnt/vienti nfs4 rw 0 0
maija@server: /srv/maija/etä\\040levy fuse.sshfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdb1 /mnt/yhteinen/paikallinen ext4 rw 0 0
server:/koti /srv/koti nfs rw 0 0
/dev/sdc1 /srv/koti ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/var/lib/lpo", False),
        ("/media/maija/USB LEVY/lpo", False),
        ("/mnt/yhteinen", True),
        ("/mnt/yhteinen/asiakkaat/2026", True),
        ("/mnt/yhteinen2", False),
        ("/mnt/yhteinen/paikallinen/lpo", False),
        ("/mnt/vienti/lpo", True),
        ("/srv/maija/etä levy/lpo", True),
        ("/run/user/1000/gvfs/smb-share:server=nas", True),
        ("/srv/koti/maija", False),
    ],
)
def test_a_folder_of_a_network_is_known_by_its_mount(folder: str, network: bool) -> None:
    assert on_network(PurePosixPath(folder), MOUNTS) is network


def test_no_mounts_are_no_network() -> None:
    assert not on_network(PurePosixPath("/var/lib/lpo"), "")


@pytest.mark.parametrize(
    ("folder", "synced"),
    [
        (r"D:\Maija\OneDrive - LPOnet Osk Anl\LPO Desk", True),
        (r"D:\Maija\OneDrive\Asiakirjat", True),
        (r"D:\Maija\Dropbox (Personal)\lpo", True),
        (r"D:\Maija\iCloudDrive\lpo", True),
        (r"G:\Oma Drive\lpo", True),
        (r"G:\My Drive", True),
        (r"D:\Synk\lpo", True),
        (r"D:\Maija\Nextcloud\lpo", True),
        (r"D:\Maija\AppData\Local\LPO Desk", False),
        (r"D:\Maija\Documents\Mydrive", False),
        (r"D:\lpo", False),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name_or_its_root(folder: str, synced: bool) -> None:
    assert is_synced(PureWindowsPath(folder), [r"d:\synk"]) is synced


def test_a_shared_folder_is_refused_and_told_why(tmp_path: Path) -> None:
    refuse_shared_folder(tmp_path / "desk.lpodb")
    with pytest.raises(FolderRefused) as synced:
        refuse_shared_folder(tmp_path / "Dropbox" / "desk.lpodb")
    assert synced.value.key == "database.folder_synced"
    with pytest.raises(FolderRefused) as network:
        refuse_shared_folder(Path("//server/yhteinen/desk.lpodb"))
    assert network.value.key == "database.folder_network"


def test_a_link_does_not_hide_a_synchronised_folder(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "lpo").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(FolderRefused):
        refuse_shared_folder(tmp_path / "lpo" / "desk.lpodb")


def test_the_roots_of_onedrive_are_asked_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    with pytest.raises(FolderRefused):
        refuse_shared_folder(tmp_path / "desk.lpodb")


HOLDER = """
import sys
from pathlib import Path
from lpo_desk.db.files import WriterLock
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_keeps_us_out_until_it_is_gone(tmp_path: Path) -> None:
    database = tmp_path / "desk.lpodb"
    (tmp_path / "way").symlink_to(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        for way in (database, tmp_path / "way" / "desk.lpodb"):
            with pytest.raises(DatabaseInUse):
                WriterLock(way).acquire()
        other.kill()
        other.wait()
    lock = WriterLock(database)
    lock.acquire()
    lock.release()
    lock.release()
    again = WriterLock(database)
    again.acquire()
    again.release()


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        WriterLock(tmp_path / "absent" / "desk.lpodb").acquire()


def test_a_file_that_cannot_be_written_keeps_what_it_had(tmp_path: Path) -> None:
    (tmp_path / "desk.keys.part").mkdir()  # where the new content would have to go
    (tmp_path / "desk.keys").write_bytes(b"old")
    with pytest.raises((DatabaseReadOnly, DatabaseUnavailable)):
        write_whole(tmp_path / "desk.keys", b"new")
    assert (tmp_path / "desk.keys").read_bytes() == b"old"


def test_a_free_name_is_one_that_nothing_has(tmp_path: Path) -> None:
    path = tmp_path / "desk-kept.lpodb"
    taken = []
    for _ in range(3):
        free = free_name(path)
        free.touch()
        taken.append(free.name)
    assert taken == ["desk-kept.lpodb", "desk-kept-2.lpodb", "desk-kept-3.lpodb"]
