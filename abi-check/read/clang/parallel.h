// Work that is independent for each index, on several threads.
#pragma once

#include <algorithm>
#include <cstddef>

#include "llvm/Support/ThreadPool.h"

namespace abi::clang_reader {

/// Calls `work` with each index below `count`, on at most `jobs` threads, and waits for all.
template <typename Work>
void for_each_index(unsigned jobs, std::size_t count, Work work) {
    if (jobs <= 1 || count <= 1) {
        for (std::size_t index = 0; index < count; ++index) work(index);
        return;
    }
    llvm::ThreadPoolStrategy strategy;
    strategy.ThreadsRequested = static_cast<unsigned>(std::min<std::size_t>(jobs, count));
    llvm::DefaultThreadPool threads(strategy);
    for (std::size_t index = 0; index < count; ++index) threads.async([&work, index] { work(index); });
    threads.wait();
}

}  // namespace abi::clang_reader
