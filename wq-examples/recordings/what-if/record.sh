#!/usr/bin/env bash
# record.sh: records two loads, each as the machine is and then with another attribute, to hold what-ifs against.
# As root, on a machine with tracefs where next to nothing else runs; needs e2fsprogs, nftables, iproute2, python3.
# Writes into the folder it is in, and puts every setting back.
set -eu
cd "$(dirname "$0")"
QUEUE=/sys/devices/virtual/workqueue/writeback
THRESHOLD=/sys/module/workqueue/parameters/cpu_intensive_thresh_us
disks=$(mktemp -d)
dirty=$(cat /proc/sys/vm/dirty_background_ratio)
max_active=$(cat $QUEUE/max_active); cpumask=$(cat $QUEUE/cpumask); threshold=$(cat $THRESHOLD)
cleanup() {
	echo "$max_active" >$QUEUE/max_active; echo "$cpumask" >$QUEUE/cpumask; echo "$threshold" >$THRESHOLD
	echo "$dirty" >/proc/sys/vm/dirty_background_ratio
	for i in 1 2 3 4 5 6; do umount "$disks/m$i" 2>/dev/null || true; done
	rm -rf "$disks"
}
trap cleanup EXIT

for i in 1 2 3 4 5 6; do
	truncate -s 300M "$disks/d$i"; mkfs.ext4 -q -F "$disks/d$i"; mkdir "$disks/m$i"
	mount -o loop "$disks/d$i" "$disks/m$i"
	loop=$(losetup -j "$disks/d$i" | cut -d: -f1)
	echo 4 >"/sys/block/${loop#/dev/}/queue/nr_requests" # a writeback soon waits for its disk
done
echo 4000000 >/proc/sys/vm/dirty_background_bytes
./writeback-load.sh "$disks" 3 # files that are written later are there

writeback() {
	sync; LABEL="six writers on ext4 on loop devices, writeback $1" \
		./capture.sh "writeback-$2.txt.gz" 9 ./writeback-load.sh "$disks" 8
}
hog() {
	LABEL="nft set of 180000 elements loaded and deleted beside socket filters, cpu_intensive_thresh_us=$1" \
		./capture.sh "nft-$2.txt.gz" 9 ./nft-load.sh 8
}
writeback "as it is" recorded
writeback "as it is, once more" recorded-again
echo 1 >$QUEUE/max_active; writeback max_active=1 max_active-1; echo "$max_active" >$QUEUE/max_active
echo 1 >$QUEUE/cpumask; writeback cpumask=1 cpumask-1; echo "$cpumask" >$QUEUE/cpumask
hog "$threshold" recorded
hog "$threshold" recorded-again
for t in 1000 100000; do echo $t >$THRESHOLD; hog $t thresh-$t; done
