#include "core/ring.h"

namespace core {

void format_rings(SubmissionRing& submission, CompletionRing& completion) {
    hal_ring_format(submission.memory);
    hal_ring_format(completion.memory);
    submission.head = 0;
    completion.tail = 0;
}

}  // namespace core
