# What the probe asks Nim itself: the values of an enumeration and the fields of an object. They are printed while the
# probe compiles, a line each:
#
#     abi_probe_enum 0 1               enumeration 0 of the request; its declaration states the size
#     abi_probe_value 0 7 bad          a value of it
#     abi_probe_field 2 kind Kind      a field of record 2 and, if it has a name, its type
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

macro abiRecord*(n: static int, T: typedesc): untyped =
  result = newStmtList()
  let symbol = getTypeImpl(T)[1]
  let body = getTypeImpl(symbol)
  if body.kind != nnkObjectTy: return
  var whole = body[1].kind == nnkEmpty and not hasPragma(definition(symbol), "importc")
  for field in body[2]:
    if field.kind != nnkIdentDefs:
      whole = false
      continue
    for i in 0 ..< field.len - 2:
      echo "abi_probe_field ", n, " ", $field[i], " ", (if field[^2].kind == nnkSym: $field[^2] else: "")
  if whole: echo "abi_probe_whole ", n
