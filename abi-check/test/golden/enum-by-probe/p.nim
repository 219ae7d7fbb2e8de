type
  Kind* {.size: 1.} = enum Odd = -9, Exec = 4
  P* {.bycopy.} = object
    k*: Kind
    b*: uint8
