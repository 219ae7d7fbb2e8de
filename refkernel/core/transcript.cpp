#include "core/transcript.h"

#include "core/leave.h"

namespace core {
namespace {

/// The number of results between two updates of ReplayResults: a full ring, because the CRC is fast only over many
/// bytes.
constexpr std::uint32_t results_per_update = RING_CAPACITY;

template <typename Record>
HexDump bytes_of(const Record& record) {
    return {.bytes = {reinterpret_cast<const std::uint8_t*>(&record), sizeof record}};
}

}  // namespace

void name_target(const std::optional<SpecDigest>& spec) {
    if (spec) {
        print_line("@replay-target refkernel ", HexDump{.bytes = *spec});
    } else {
        print_line("@replay-target refkernel -");
    }
}

void report_result(Replay& replay, const CmdPacket& packet, Verdict verdict) {
    const ReplayResult result = record_result(replay, packet, verdict);
    if (replay.results.empty()) {
        print_line("@replay ", bytes_of(result));
    }
    leave_when_over(replay);
    if (wants_fresh_boot(replay)) {
        write_progress(replay);
        flush_console();
        hal_reset();
    }
    if (replay.recorded % results_per_update == 0) {
        write_progress(replay);
    }
}

void leave_when_over(Replay& replay) {
    if (is_over(replay)) {
        write_progress(replay);
        print_line("@replay-end ", bytes_of(end_of(replay)));
        leave(EXIT_OK, "ok");
    }
}

}  // namespace core
