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

    /// Ignores errors of close(2). A writer that needs them calls close(2) itself, as write_file does.
    void close() {
        if (fd >= 0) ::close(fd);
        fd = -1;
    }
};

}  // namespace abi
