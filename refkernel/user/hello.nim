## Hello in Nim, with the declarations that `abi-check gen nim` writes.
import membrane

type Membrane {.importc, incompleteStruct, header: "membrane/membrane.h".} = object
{.push importc, header: "membrane/membrane.h".}
proc membrane_seal(membrane: ptr Membrane, packet: pointer)
proc membrane_push(membrane: ptr Membrane, packet: pointer): cint
proc membrane_doorbell(membrane: ptr Membrane)
proc membrane_collect(membrane: ptr Membrane, completion: pointer): cint
{.pop.}

const greeting = cstring("Hello from a dynamically loaded ELF, in Nim!\n")

proc call(membrane: ptr Membrane, kind: CmdKind, arg: uint64): CompletionPacket =
  var packet = CmdPacket(kind: kind, arg: arg)
  membrane_seal(membrane, addr packet)
  while membrane_push(membrane, addr packet) == 0: membrane_doorbell(membrane)
  while membrane_collect(membrane, addr result) == 0: membrane_doorbell(membrane)

proc main_program(membrane: ptr Membrane): uint64 {.exportc.} =
  var text = IoSpan(address: cast[uint64](greeting), length: uint32(greeting.len))
  let answer = call(membrane, CMD_CONSOLE_WRITE, cast[uint64](addr text))
  let isOk = answer.verdict == VERDICT_OK and answer.result == text.length
  discard call(membrane, CMD_SYS_EXIT, if isOk: 0 else: 1)
  1 # not reached: exit has no answer
