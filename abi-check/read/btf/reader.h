// The BTF reader: layouts from the type information that Linux carries for BPF.
#pragma once

#include "read/object/request.h"
#include "read/reading.h"

namespace abi::btf {

/// Layouts from BTF: the section .BTF of an ELF file, or a bare blob as in /sys/kernel/btf/vmlinux.
Reading read(const object::Request& request);

}  // namespace abi::btf
