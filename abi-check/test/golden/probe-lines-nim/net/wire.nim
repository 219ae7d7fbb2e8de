## arg: of a packet
type
  Kind* {.size: 4.} = enum
    exec = 4
    exit = 6
  Packet* = object
    kind*: uint32
    pad*: uint32
    arg*: int64
