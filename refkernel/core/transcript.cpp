#include "core/transcript.h"

#include "core/leave.h"

namespace core {
namespace {

template <typename Record>
HexDump bytes_of(const Record& record) {
    return {.bytes = {reinterpret_cast<const std::uint8_t*>(&record), sizeof record}};
}

}  // namespace

void tell_result(const ReplayResult& result) {
    say("@replay ", bytes_of(result));
}

void leave_when_over(const Replay& replay) {
    if (is_over(replay)) {
        say("@replay-end ", bytes_of(end_of(replay)));
        leave(EXIT_OK, "ok");
    }
}

}  // namespace core
