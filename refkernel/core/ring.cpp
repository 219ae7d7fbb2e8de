#include "core/ring.h"

namespace core {

void format_rings(SubmissionRing& submission, CompletionRing& completion, std::uint32_t start) {
    hal_ring_format(submission.memory, start);
    hal_ring_format(completion.memory, start);
    submission.head = start;
    completion.tail = start;
}

}  // namespace core
