#!/bin/bash
# tshark 4.0.17 (Debian) shows three fields of an ASTERIX target report (category 048) as others than they are.
#
# Guess: a dissector that knows the category by item, bit and unit says what the specification says of each field.
# Behaviour: a flight level of -1 (0x3ffc, two's complement of 14 bits in quarters) reads as 4095; the code 0021 loses a leading zero of its four digits; and of
#   a target 300.5 NM away, whose report says "extended range present", the range is 255.996: the item that has it is named and not opened.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package tshark=4.0.17-0+deb12u3
dissected() { LD_LIBRARY_PATH=$libraries "$work/debian/usr/bin/tshark" -r report.pcap -d udp.port==8600,asterix -V 2>/dev/null; }

bytes() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }
# Category 048: 010 1/2 · 140 noon · 020 with ERR set · 040 0xffff, 90 degrees · 070 0021 · 090 -1 · RE with an extended range of 0x012c80/256 NM.
payload=30001bfd01010201025460006140ffff400000113ffc0508012c80
udp=9c402198$(printf '%04x' $((8 + ${#payload} / 2)))0000
ip=4500$(printf '%04x' $((28 + ${#payload} / 2)))00000000401100007f0000017f000001
packet=$ip$udp$payload
# A capture of one packet of plain IP.
length=$(printf '%08x' $((${#packet} / 2)))
{ bytes "a1b2c3d4000200040000000000000000"; bytes "0000ffff00000065"; bytes "6592008000000000$length$length$packet"; } >report.pcap

said=$(dissected)
field() { grep -o "$1.*" <<<"$said" | head -1 | sed 's/.*: //'; }
seen 'flight level of -1' 4095 "$(field 'FL, \[FL\]')"
seen 'code 0021' 021 "$(field 'MODE3A, Mode-3/A Reply')"
seen 'range of a target at 300.5 NM, NM' 255.99609375 "$(field 'RHO, \[NM\]')"
seen 'lines about an extended range but for the mark that there is one' 0 "$(grep -ci 'extended range' <<<"$(grep -v 'ERR:\|ERR =' <<<"$said")" || true)"
