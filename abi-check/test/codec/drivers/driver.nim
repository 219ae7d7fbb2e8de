# Nim's own declarations, read and written field by field. members.nim lists them: templates membersOf and records.
import std/[strutils, typetraits]
import vectors

type Wide = array[2, uint64] # low, high: what the declarations have for 128 bits, too

proc negated(value: Wide): Wide =
  [not value[0] + 1, not value[1] + (if value[0] == 0: 1'u64 else: 0'u64)]

proc spell(value: Wide, isNegative: bool): string =
  let magnitude = if isNegative: negated(value) else: value
  let digits = (toHex(magnitude[1]) & toHex(magnitude[0])).toLowerAscii.strip(trailing = false, chars = {'0'})
  (if isNegative: "-" else: "") & (if digits == "": "0" else: digits)

proc parse(text: string): Wide =
  let digits = text.strip(trailing = false, chars = {'-'}).align(32, '0')
  result = [fromHex[uint64](digits[16 .. 31]), fromHex[uint64](digits[0 .. 15])]
  if text.startsWith('-'): result = negated(result)

# Two's complement, and whether it is negative; an array has no sign of its own, so the list says it (`signed`).
proc read[T](value: T, signed: bool): (Wide, bool) =
  when T is distinct: read(value.distinctBase, signed)
  elif T is Wide: (value, signed and (value[1] shr 63) != 0)
  elif T is float32: ([uint64(cast[uint32](value)), 0'u64], false)
  elif T is float64: ([cast[uint64](value), 0'u64], false)
  elif T is bool: ([uint64(ord(value)), 0'u64], false)
  elif T is SomeSignedInt: ([cast[uint64](int64(value)), (if value < 0: not 0'u64 else: 0'u64)], value < 0)
  else: ([uint64(value), 0'u64], false)

proc write[T](value: var T, bits: Wide) =
  when T is Wide: value = bits
  elif T is distinct: value = T(cast[T.distinctBase](bits[0]))
  elif T is float32: value = cast[float32](uint32(bits[0] and 0xffffffff'u64))
  elif T is bool: value = bits[0] != 0
  else: value = cast[T](bits[0])

include members

proc decode[T](hex: string): string =
  var record: T
  doAssert hex.len == 2 * sizeof(T)
  let bytes = cast[ptr UncheckedArray[uint8]](addr record)
  for i in 0 ..< sizeof(T): bytes[i] = fromHex[uint8](hex[2 * i .. 2 * i + 1])
  var shown: seq[string]
  template show(path: string, member: untyped, signed: bool) =
    let (bits, isNegative) = read(member, signed)
    shown.add(path & "=" & spell(bits, isNegative))
  membersOf(record, show)
  shown.join(" ")

proc encode[T](words: seq[string]): string =
  var record: T
  for word in words:
    let (path, number) = (word.split('=')[0], word.split('=')[1])
    var found = false
    template put(name: string, member: untyped, signed: bool) =
      if path == name:
        write(member, parse(number))
        found = true
    membersOf(record, put)
    doAssert found, "no field " & path
  let bytes = cast[ptr UncheckedArray[uint8]](addr record)
  for i in 0 ..< sizeof(T): result.add(toHex(bytes[i]).toLowerAscii)

for line in stdin.lines:
  let words = line.splitWhitespace
  template answer(T: typedesc) =
    if words[1] == $T: echo(if words[0] == "decode": decode[T](words[2]) else: encode[T](words[2 .. ^1]))
  records(answer)
