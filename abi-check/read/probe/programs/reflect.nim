# What the probe asks Nim itself: the values of an enumeration and the fields of an object. They are printed while the
# probe compiles, a line each:
#
#     abi_probe_enum 0 1               enumeration 0 of the request; its declaration states the size
#     abi_probe_value 0 7 bad          a value of it
#     abi_probe_field 2 kind Kind      a field of record 2 and, if it has a name, its type
#     abi_probe_field 2 anon0.a uint8  a field of a member whose name a generator made up
#     abi_probe_field 2 kind#1.a uint8 a field of branch 1 of `case kind`
#     abi_probe_whole 2                all fields of record 2 have such a line
import std/macros

proc definition(symbol: NimNode): NimNode =
  result = getImpl(symbol)
  while result.kind == nnkTypeDef and result[2].kind == nnkSym:
    result = getImpl(result[2])

proc hasPragma(definition: NimNode, name: string): bool =
  if definition.kind != nnkTypeDef or definition[0].kind != nnkPragmaExpr: return false
  for one in definition[0][1]:
    let word = if one.kind in {nnkExprColonExpr, nnkCall}: one[0] else: one
    if eqIdent(word, name): return true

macro abiEnum*(n: static int, T: typedesc): untyped =
  let symbol = getTypeImpl(T)[1]
  let body = getTypeImpl(symbol)
  if body.kind != nnkEnumTy: return newStmtList()
  echo "abi_probe_enum ", n, " ", (if hasPragma(definition(symbol), "size"): 1 else: 0)
  for i in 1 ..< body.len:
    echo "abi_probe_value ", n, " ", body[i].intVal, " ", $body[i]
  result = newStmtList()

# anon0, unnamed_1: the names that generators give to members that have none in C.
proc isMadeUp(name: string): bool =
  for beginning in ["anon", "unnamed_"]:
    if name.len > beginning.len and name[0 ..< beginning.len] == beginning:
      result = true
      for digit in name[beginning.len .. ^1]: result = result and digit in {'0' .. '9'}
      return

# Prints the fields of an object. Returns whether these are all.
proc listFields(n: int, symbol: NimNode, before: string): bool

# Prints the fields of a part of an object.
proc listPart(n: int, part: NimNode, before: string): bool =
  result = true
  case part.kind
  of nnkRecList:
    for one in part: result = listPart(n, one, before) and result
  of nnkIdentDefs:
    let T = part[^2]
    for i in 0 ..< part.len - 2:
      let name = before & $part[i]
      if isMadeUp($part[i]) and T.kind == nnkSym and getTypeImpl(T).kind == nnkObjectTy:
        result = listFields(n, T, name & ".") and result
      else:
        echo "abi_probe_field ", n, " ", name, " ", (if T.kind == nnkSym: $T else: "")
  of nnkRecCase:
    result = listPart(n, part[0], before)
    for i in 1 ..< part.len:
      # A list is a structure in C, and a field on the line of its `of` is a member of the union itself.
      let branch = part[i][^1]
      let inside = if branch.kind == nnkRecList: before & $part[0][0] & "#" & $i & "." else: before
      result = listPart(n, branch, inside) and result
  of nnkNilLit, nnkEmpty: discard
  else: result = false

proc listFields(n: int, symbol: NimNode, before: string): bool =
  let body = getTypeImpl(symbol)
  result = body[1].kind == nnkEmpty and not hasPragma(definition(symbol), "importc")
  result = listPart(n, body[2], before) and result

macro abiRecord*(n: static int, T: typedesc): untyped =
  result = newStmtList()
  let symbol = getTypeImpl(T)[1]
  if getTypeImpl(symbol).kind != nnkObjectTy: return
  if listFields(n, symbol, ""): echo "abi_probe_whole ", n
