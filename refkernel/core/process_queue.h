// Processes that wait for the same thing, in the order in which they came. A process is in one queue at most.
#pragma once

#include "core/process.h"

namespace core {

struct ProcessQueue {
    Process* first = nullptr;
    Process* last = nullptr;
};

void append(ProcessQueue& queue, Process& process);

/// Removes the first process. Returns null if the queue is empty.
Process* take_first(ProcessQueue& queue);

/// Removes `process` from wherever it is in the queue. Does nothing and returns false if it is not there.
bool remove(ProcessQueue& queue, Process& process);

}  // namespace core
