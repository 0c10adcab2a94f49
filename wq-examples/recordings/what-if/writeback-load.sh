#!/usr/bin/env bash
# writeback-load.sh DIR SECONDS: a writer for each of six ext4 file systems in DIR/m1 ... DIR/m6
set -u
DIR=$1; SECS=$2
for i in 1 2 3 4 5 6; do
	( end=$((SECONDS + SECS)); n=0
	  while [ $SECONDS -lt $end ]; do
		dd if=/dev/zero of="$DIR/m$i/f$((n % 8))" bs=64k count=64 conv=notrunc 2>/dev/null
		n=$((n + 1)); sleep 0.05
	  done ) &
done
wait
