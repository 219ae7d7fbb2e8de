#include "core/process_queue.h"

namespace core {

void append(ProcessQueue& queue, Process& process) {
    process.next = nullptr;
    (queue.last == nullptr ? queue.first : queue.last->next) = &process;
    queue.last = &process;
}

Process* take_first(ProcessQueue& queue) {
    Process* const first = queue.first;
    if (first != nullptr) {
        queue.first = first->next;
        queue.last = queue.first == nullptr ? nullptr : queue.last;
    }
    return first;
}

bool remove(ProcessQueue& queue, Process& process) {
    Process* before = nullptr;
    for (Process* at = queue.first; at != nullptr; before = at, at = at->next) {
        if (at == &process) {
            (before == nullptr ? queue.first : before->next) = process.next;
            queue.last = queue.last == &process ? before : queue.last;
            return true;
        }
    }
    return false;
}

}  // namespace core
