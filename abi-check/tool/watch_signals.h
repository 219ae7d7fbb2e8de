// The signals of a program that waits: those that end it, that its terminal has another size, and that a child ended.
#pragma once

#include <csignal>

#include "os/descriptor.h"

namespace abi {

/// Keeps these signals back while it exists, and makes them readable.
class WatchSignals {
  public:
    WatchSignals();
    ~WatchSignals();
    WatchSignals(const WatchSignals&) = delete;
    WatchSignals& operator=(const WatchSignals&) = delete;

    int descriptor() const { return signals_.fd; }

    /// All that are kept back.
    const sigset_t& kept() const { return kept_; }

    struct Taken {
        int ending = 0;           // the signal that ends the program; 0: none
        bool is_resized = false;  // the screen has to be drawn again
    };
    /// What came since the last call. Does not wait.
    Taken take();

  private:
    sigset_t kept_{}, before_{};
    Descriptor signals_;
};

}  // namespace abi
