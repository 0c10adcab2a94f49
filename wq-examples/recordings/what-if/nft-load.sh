#!/usr/bin/env bash
# nft-load.sh SECONDS: a set of 180000 elements loaded and deleted in a network namespace, again and again, beside
# socket filters that are attached and dropped
set -u
SECS=$1
ns=wqhog$$
ip netns add $ns
f=$(mktemp)
trap 'ip netns del $ns; rm -f $f' EXIT
{ echo "table inet t {"; echo "set s {"; echo "type ipv4_addr"; printf "elements = { "
  awk 'BEGIN { for (i = 0; i < 180000; i++) printf "%s%d.%d.%d.%d", i ? "," : "", 10 + i / 65536 / 256, (i / 65536) % 256, (i / 256) % 256, i % 256 }'
  echo " }"; echo "}"; echo "}"; } > $f
python3 -c '
import ctypes, socket, struct, sys, time
code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
filter = struct.pack("HL", 1, ctypes.addressof(code))
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, 26, filter)
    s.close()
    time.sleep(0.002)
' $SECS &
end=$((SECONDS + SECS))
while [ $SECONDS -lt $end ]; do
	ip netns exec $ns nft -f $f
	ip netns exec $ns nft delete table inet t
done
wait
