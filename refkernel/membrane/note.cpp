// The note in every program: the digest of the spec it was built against. The kernel refuses any other digest.
#include <abi/membrane_table.h>

#include <algorithm>

#include "membrane/records.h"

namespace membrane {
namespace {

constexpr AbiNote make_note() {
    AbiNote note{.name_bytes = 10,
                 .digest_bytes = sizeof note.digest,
                 .type = ABI_NOTE_TYPE,
                 .name = {'a', 'b', 'i', '-', 'c', 'h', 'e', 'c', 'k'},
                 .digest = {}};
    std::ranges::copy(abi::table::membrane::digest, note.digest);
    return note;
}

[[gnu::section(".note.abi-check"), gnu::used, gnu::retain]] constinit const AbiNote abi_note = make_note();

}  // namespace
}  // namespace membrane
