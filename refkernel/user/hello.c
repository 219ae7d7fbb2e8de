// Hello in C, with the declarations that `abi-check gen c` writes.
#include <abi/membrane.h>

#include "membrane/membrane.h"

static const char greeting[] = "Hello from a dynamically loaded ELF, in C!\n";

static CompletionPacket call(Membrane* membrane, CmdKind kind, uint64_t arg) {
    CmdPacket packet = {.kind = kind, .arg = arg};
    CompletionPacket answer;
    membrane_seal(membrane, &packet);
    while (!membrane_push(membrane, &packet)) {
        membrane_doorbell(membrane);
    }
    while (!membrane_collect(membrane, &answer)) {
        membrane_doorbell(membrane);
    }
    return answer;
}

uint64_t main_program(Membrane* membrane) {
    const IoSpan text = {.address = (uintptr_t)greeting, .length = sizeof greeting - 1};
    const CompletionPacket answer = call(membrane, CMD_CONSOLE_WRITE, (uintptr_t)&text);
    const int is_ok = answer.verdict == VERDICT_OK && answer.result == text.length;
    call(membrane, CMD_SYS_EXIT, is_ok ? 0 : 1);
    return 1;  // not reached: exit has no answer
}
