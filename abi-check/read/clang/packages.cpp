#include "read/clang/packages.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "clang/Tooling/Inclusions/StandardLibrary.h"
#include "llvm/TargetParser/Host.h"

namespace abi::clang_reader {
namespace {

/// The folders of the kernel's headers. scsi/ belongs partly to the kernel and partly to the C library.
constexpr std::array<std::string_view, 9> kernel_folders{"linux/", "asm/",  "asm-generic/", "drm/",  "misc/",
                                                         "mtd/",   "rdma/", "sound/",       "video/"};
constexpr std::array<std::string_view, 8> libc_folders{"arpa/", "bits/",    "gnu/",       "net/",
                                                       "sys/",  "netinet/", "netpacket/", "rpc/"};
/// Headers of POSIX and GNU, in addition to those of ISO C.
constexpr std::array<std::string_view, 44> libc_headers{
    "aio.h",       "alloca.h",   "byteswap.h", "cpio.h",    "dirent.h", "dlfcn.h",   "elf.h",      "endian.h",
    "err.h",       "features.h", "fcntl.h",    "fnmatch.h", "ftw.h",    "getopt.h",  "glob.h",     "grp.h",
    "iconv.h",     "ifaddrs.h",  "langinfo.h", "libgen.h",  "link.h",   "malloc.h",  "mqueue.h",   "netdb.h",
    "nl_types.h",  "poll.h",     "pthread.h",  "pwd.h",     "regex.h",  "resolv.h",  "sched.h",    "search.h",
    "semaphore.h", "spawn.h",    "strings.h",  "syslog.h",  "tar.h",    "termios.h", "ucontext.h", "ulimit.h",
    "unistd.h",    "utime.h",    "utmpx.h",    "wordexp.h"};

bool begins_with_any(llvm::StringRef header, const auto& folders) {
    return std::ranges::any_of(folders, [&](std::string_view folder) { return header.starts_with(folder); });
}

/// The name of the package without the architecture: "libc6-dev".
std::string library_with(llvm::StringRef header) {
    using clang::tooling::stdlib::Header;
    using clang::tooling::stdlib::Lang;
    if (begins_with_any(header, kernel_folders)) return "linux-libc-dev";
    if (header.starts_with("bits/c++")) return "libstdc++-12-dev";  // included by its other headers
    if (begins_with_any(header, libc_folders) ||
        std::ranges::find(libc_headers, std::string_view(header)) != libc_headers.end()) {
        return "libc6-dev";
    }
    const std::string in_brackets = "<" + header.str() + ">";
    if (Header::named(in_brackets, Lang::C)) return "libc6-dev";
    if (Header::named(in_brackets, Lang::CXX)) return "libstdc++-12-dev";
    return "";
}

/// The name of Debian for an architecture that has cross packages, or "".
std::string_view debian_architecture(const llvm::Triple& machine) {
    using llvm::Triple;
    if (!machine.isOSLinux() || machine.isMusl() || machine.isAndroid()) return "";
    switch (machine.getArch()) {
    case Triple::x86_64: return machine.getEnvironment() == Triple::GNUX32 ? "x32" : "amd64";
    case Triple::x86: return "i386";
    case Triple::aarch64: return "arm64";
    case Triple::arm:
    case Triple::thumb: return machine.getEnvironment() == Triple::GNUEABIHF ? "armhf" : "armel";
    case Triple::riscv64: return "riscv64";
    case Triple::ppc64le: return "ppc64el";
    case Triple::ppc64: return "ppc64";
    case Triple::ppc: return "powerpc";
    case Triple::systemz: return "s390x";
    case Triple::sparcv9: return "sparc64";
    case Triple::mipsel: return "mipsel";
    case Triple::mips: return "mips";
    case Triple::mips64el: return machine.getEnvironment() == Triple::GNUABIN32 ? "mipsn32el" : "mips64el";
    case Triple::mips64: return machine.getEnvironment() == Triple::GNUABIN32 ? "mipsn32" : "mips64";
    case Triple::m68k: return "m68k";
    default: return "";
    }
}

bool is_own(std::string_view architecture) {
    return architecture == debian_architecture(llvm::Triple(llvm::sys::getDefaultTargetTriple()));
}

}  // namespace

std::string package_with_header(llvm::StringRef header, const llvm::Triple& machine) {
    auto library = library_with(header);
    const auto architecture = debian_architecture(machine);
    if (library.empty() || architecture.empty()) return "";
    if (is_own(architecture)) return library;
    return library + "-" + std::string(architecture) + "-cross";
}

std::string package_to_look_by(const llvm::Triple& machine) {
    const auto architecture = debian_architecture(machine);
    if (architecture.empty() || is_own(architecture)) return "";
    return "libgcc-12-dev-" + std::string(architecture) + "-cross";
}

}  // namespace abi::clang_reader
