// The BTF reader: layouts from the type information that Linux has for BPF programs.
#pragma once

#include "read/object/request.h"
#include "read/reading.h"

namespace abi::btf {

/// Reads the section .BTF of ELF files, and files that consist of BTF only, such as /sys/kernel/btf/vmlinux.
Reading read(const object::Request& request);

}  // namespace abi::btf
