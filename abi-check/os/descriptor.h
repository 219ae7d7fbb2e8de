// A file descriptor that is closed exactly once.
#pragma once

#include <unistd.h>

#include <utility>

namespace abi {

struct Descriptor {
    int fd = -1;  // -1: none

    Descriptor() = default;
    explicit Descriptor(int opened) : fd(opened) {}
    Descriptor(Descriptor&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd, other.fd);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    explicit operator bool() const { return fd >= 0; }

    /// Errors of close(2) are of no use to a reader, and a writer has to look at write(2) anyway.
    void close() {
        if (fd >= 0) ::close(fd);
        fd = -1;
    }
};

}  // namespace abi
