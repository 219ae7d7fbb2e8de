#include "core/process_queue.h"

#include <doctest/doctest.h>

#include <vector>

using namespace core;

namespace {

std::vector<Process*> in_order(ProcessQueue& queue) {
    std::vector<Process*> all;
    for (Process* process = take_first(queue); process != nullptr; process = take_first(queue)) {
        all.push_back(process);
    }
    return all;
}

}  // namespace

TEST_CASE("processes leave a queue in the order in which they came, whichever of them is removed before") {
    std::vector<Process> processes(4);
    Process* const a = &processes[0];
    Process* const b = &processes[1];
    Process* const c = &processes[2];
    struct Case {
        Process* removed;
        std::vector<Process*> left;
    };
    for (const Case& removal : {Case{a, {b, c, a}}, Case{b, {a, c, b}}, Case{c, {a, b, c}}}) {
        ProcessQueue queue;
        for (Process* const process : {a, b, c}) {
            append(queue, *process);
        }
        CHECK_FALSE(remove(queue, processes[3]));
        CHECK(remove(queue, *removal.removed));
        CHECK_FALSE(remove(queue, *removal.removed));
        append(queue, *removal.removed);
        CHECK(in_order(queue) == removal.left);
    }
}

TEST_CASE("an empty queue has no first process, and can be used again") {
    std::vector<Process> processes(1);
    ProcessQueue queue;
    CHECK(take_first(queue) == nullptr);
    append(queue, processes[0]);
    CHECK(remove(queue, processes[0]));
    CHECK(take_first(queue) == nullptr);
    append(queue, processes[0]);
    CHECK(take_first(queue) == &processes[0]);
}
