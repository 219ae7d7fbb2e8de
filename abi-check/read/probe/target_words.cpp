#include "read/probe/target_words.h"

#include <algorithm>
#include <array>

#include "llvm/TargetParser/Triple.h"
#include "model/words.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

using OS = llvm::Triple::OSType;
using Arch = llvm::Triple::ArchType;
using Environment = llvm::Triple::EnvironmentType;

/// A triple whose components are what they mean, without versions.
struct Parts {
    std::string arch;         // as it is written: "thumbv7em"
    std::string vendor;       // empty if it means nothing: "unknown", "pc", "none"
    std::string system;       // "linux"; empty: no operating system
    std::string version;      // of the system: "11.0"
    std::string environment;  // "gnueabihf"; empty: none, or only the format of objects
    llvm::Triple triple;
};

/// The text without a version at its end: "freebsd14.0" is "freebsd".
std::string without_version(std::string text) {
    while (!text.empty() && (text.back() == '.' || (text.back() >= '0' && text.back() <= '9'))) text.pop_back();
    return text;
}

bool is_general(std::string_view vendor) {
    constexpr std::array names{"", "unknown", "pc", "none", "apple", "sun", "ibm", "nvidia", "w64"};
    return std::ranges::find(names, vendor) != names.end();
}

bool is_no_system(std::string_view name) {
    constexpr std::array names{"", "unknown", "none", "elf", "freestanding"};
    return std::ranges::find(names, name) != names.end();
}

/// LLVM's names of systems that have a version or more than one name. Other names stay as they are.
std::string system_of(const llvm::Triple& triple) {
    switch (triple.getOS()) {
    case OS::Darwin:
    case OS::MacOSX: return "macos";
    case OS::UnknownOS: return is_no_system(triple.getOSName()) ? "" : triple.getOSName().str();
    default: return llvm::Triple::getOSTypeName(triple.getOS()).str();
    }
}

std::string version_of(const llvm::Triple& triple) {
    const auto name = triple.getOSName().str();
    std::string version = name.substr(without_version(name).size());
    llvm::VersionTuple mac;
    if (triple.getOS() == OS::Darwin && !version.empty() && triple.getMacOSXVersion(mac)) version = mac.getAsString();
    if (!version.empty() && version.find('.') == std::string::npos) version += ".0";
    return version;
}

std::string environment_of(const llvm::Triple& triple) {
    const auto name = triple.getEnvironmentName().str();
    constexpr std::array formats{"", "elf", "coff", "macho", "wasm", "unknown", "none"};
    if (std::ranges::find(formats, name) != formats.end()) return "";
    switch (triple.getEnvironment()) {
    case Environment::Android: return "android";
    case Environment::MSVC: return "msvc";
    case Environment::Simulator: return "simulator";
    case Environment::MacABI: return "macabi";
    default: return name == "sim" ? "simulator" : name;
    }
}

Parts parts_of(const std::string& written) {
    const llvm::Triple triple(llvm::Triple::normalize(written));
    Parts parts{.arch = triple.getArchName().str(),
                .vendor = triple.getVendorName().str(),
                .system = system_of(triple),
                .version = version_of(triple),
                .environment = environment_of(triple),
                .triple = triple};
    if (parts.vendor == "freestanding") parts.vendor.clear();
    // In "x86_64-serenity" LLVM takes a system that it does not know for a vendor.
    const bool is_pair = std::ranges::count(written, '-') == 1;
    if (is_pair && triple.getOS() == OS::UnknownOS && !is_general(parts.vendor)) parts.system = parts.vendor;
    if (is_general(parts.vendor) || is_pair) parts.vendor.clear();
    return parts;
}

/// The extensions of RISC-V in the name of an architecture: "imc" for riscv32imc, "imafdc" for riscv64gc.
std::string riscv_extensions(std::string_view arch) {
    if (!arch.starts_with("riscv32") && !arch.starts_with("riscv64")) return "";
    std::string letters;
    for (const char letter : arch.substr(7)) {
        if (letter == '_') break;
        letters += letter == 'g' ? "imafd" : std::string(1, letter);
    }
    return letters;
}

/// The words for an architecture in the order in which they are tried: as it is written, and Rust's own spelling.
std::vector<std::string> rust_architectures(const Parts& parts) {
    struct Row {
        std::string_view written;
        std::string_view bare;    // without an operating system
        std::string_view hosted;  // with one
    };
    constexpr std::array rows{Row{"arm64", "aarch64", "aarch64"},
                              Row{"amd64", "x86_64", "x86_64"},
                              Row{"x86", "i686", "i686"},
                              Row{"i386", "i686", "i686"},
                              Row{"i486", "i586", "i586"},
                              Row{"ppc", "powerpc", "powerpc"},
                              Row{"ppc64", "powerpc64", "powerpc64"},
                              Row{"ppc64le", "powerpc64le", "powerpc64le"},
                              Row{"riscv32", "riscv32imac", "riscv32gc"},
                              Row{"riscv64", "riscv64gc", "riscv64gc"},
                              Row{"sparcv9", "sparc64", "sparc64"},
                              Row{"arm", "armv7a", ""},
                              Row{"armv4", "armv4t", "armv4t"},
                              Row{"armv5", "armv5te", "armv5te"},
                              Row{"armv5tel", "armv5te", "armv5te"},
                              Row{"armv6", "armv6", "arm"},
                              Row{"armv6l", "armv6", "arm"},
                              Row{"armv7", "armv7a", ""},
                              Row{"armv7a", "", "armv7"},
                              Row{"armv7l", "armv7a", "armv7"},
                              Row{"armv7hl", "armv7a", "armv7"},
                              Row{"armv6m", "thumbv6m", ""},
                              Row{"armv7m", "thumbv7m", ""},
                              Row{"armv7em", "thumbv7em", ""},
                              Row{"armv7e-m", "thumbv7em", ""},
                              Row{"armv8m.base", "thumbv8m.base", ""},
                              Row{"armv8m.main", "thumbv8m.main", ""}};
    std::vector<std::string> all{parts.arch};
    const auto row = std::ranges::find(rows, parts.arch, &Row::written);
    if (row == rows.end()) return all;
    const auto word = parts.system.empty() ? row->bare : row->hosted;
    if (!word.empty()) all.emplace_back(word);
    return all;
}

/// The environments of Rust that mean the triple's. Where the triple names none, it is the usual one of the system.
std::vector<std::string> rust_environments(const Parts& parts) {
    const auto& own = parts.environment;
    const bool is_mips64 = parts.triple.isMIPS64();
    if (is_mips64 && own == "gnu") return {"gnuabi64"};
    if (is_mips64 && own == "musl") return {"muslabi64"};
    // Rust has no other name for the simulator where the processor tells it apart from the device.
    if (own == "simulator" && parts.triple.getArch() == Arch::x86_64) return {own, ""};
    if (!own.empty()) return {own};
    if (parts.system == "linux") return {is_mips64 ? "gnuabi64" : "gnu"};
    if (parts.system.empty() && (parts.triple.isARM() || parts.triple.isThumb())) return {"", "eabi"};
    return {own};
}

/// Zig's word for the architecture.
std::string zig_architecture(const Parts& parts) {
    if (parts.arch.starts_with("riscv32")) return "riscv32";
    if (parts.arch.starts_with("riscv64")) return "riscv64";
    const auto arch = parts.triple.getArch();
    const bool is_plain_aarch64 = arch == Arch::aarch64 && !parts.arch.starts_with("arm64e");
    if (is_plain_aarch64) return "aarch64";
    switch (arch) {
    case Arch::arm: return "arm";
    case Arch::armeb: return "armeb";
    case Arch::thumb: return "thumb";
    case Arch::thumbeb: return "thumbeb";
    case Arch::x86: return "x86";
    case Arch::x86_64: return "x86_64";
    case Arch::aarch64_32: return "aarch64_32";
    case Arch::ppc: return "powerpc";
    case Arch::ppcle: return "powerpcle";
    case Arch::ppc64: return "powerpc64";
    case Arch::ppc64le: return "powerpc64le";
    case Arch::mips: return "mips";
    case Arch::mipsel: return "mipsel";
    case Arch::mips64: return "mips64";
    case Arch::mips64el: return "mips64el";
    case Arch::sparcv9: return "sparc64";
    case Arch::systemz: return "s390x";
    default: return parts.arch;
    }
}

std::string nim_cpu(const Parts& parts) {
    if (parts.arch.starts_with("riscv32")) return "riscv32";
    if (parts.arch.starts_with("riscv64")) return "riscv64";
    switch (parts.triple.getArch()) {
    case Arch::x86_64: return "amd64";
    case Arch::x86: return "i386";
    case Arch::aarch64: return "arm64";
    case Arch::arm:
    case Arch::thumb: return "arm";
    case Arch::ppc64le: return "powerpc64el";
    case Arch::ppc64: return "powerpc64";
    case Arch::ppc: return "powerpc";
    case Arch::mips: return "mips";
    case Arch::mipsel: return "mipsel";
    case Arch::mips64: return "mips64";
    case Arch::mips64el: return "mips64el";
    case Arch::sparcv9: return "sparc64";
    case Arch::sparc: return "sparc";
    case Arch::m68k: return "m68k";
    case Arch::avr: return "avr";
    case Arch::msp430: return "msp430";
    case Arch::wasm32: return "wasm32";
    case Arch::loongarch64: return "loongarch64";
    default: return "";
    }
}

std::string nim_system(const Parts& parts) {
    if (parts.system.empty()) return "any";
    if (parts.system == "linux") return parts.environment == "android" ? "android" : "linux";
    if (parts.system == "macos") return "macosx";
    constexpr std::array same{"windows", "freebsd", "netbsd", "openbsd", "dragonfly", "haiku", "solaris", "aix", "ios"};
    return std::ranges::find(same, parts.system) == same.end() ? "" : parts.system;
}

std::string go_architecture(const Parts& parts) {
    constexpr std::array narrow{"gnux32", "muslx32", "gnuabin32", "muslabin32", "gnu_ilp32"};
    if (std::ranges::find(narrow, parts.environment) != narrow.end()) return "";
    if (parts.arch.starts_with("riscv64")) return "riscv64";
    switch (parts.triple.getArch()) {
    case Arch::x86_64: return "amd64";
    case Arch::x86: return "386";
    case Arch::aarch64: return "arm64";
    case Arch::arm:
    case Arch::thumb: return "arm";
    case Arch::ppc64: return "ppc64";
    case Arch::ppc64le: return "ppc64le";
    case Arch::mips: return "mips";
    case Arch::mipsel: return "mipsle";
    case Arch::mips64: return "mips64";
    case Arch::mips64el: return "mips64le";
    case Arch::systemz: return "s390x";
    case Arch::loongarch64: return "loong64";
    case Arch::wasm32:
    case Arch::wasm64: return "wasm";
    default: return "";
    }
}

std::string go_system(const Parts& parts) {
    if (parts.system == "linux") return parts.environment == "android" ? "android" : "linux";
    if (parts.system == "macos") return "darwin";
    if (parts.system == "wasi") return "wasip1";
    constexpr std::array same{"windows", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "aix", "ios"};
    return std::ranges::find(same, parts.system) == same.end() ? "" : parts.system;
}

}  // namespace

std::string rust_target(const std::string& triple, std::span<const std::string> known) {
    if (std::ranges::find(known, triple) != known.end()) return triple;
    const auto wanted = parts_of(triple);
    const auto architectures = rust_architectures(wanted);
    const auto environments = rust_environments(wanted);
    for (const auto& arch : architectures) {
        for (const auto& environment : environments) {
            for (const auto& name : known) {
                const auto parts = parts_of(name);
                if (parts.arch != arch || parts.environment != environment || parts.vendor != wanted.vendor) continue;
                const bool is_wasi = wanted.system == "wasi" && name.find("wasip1-") != std::string::npos;
                if (parts.system == wanted.system && !is_wasi) return name;
            }
        }
    }
    return triple;
}

std::string zig_target(const std::string& triple) {
    const auto parts = parts_of(triple);
    std::string text = zig_architecture(parts) + "-" + (parts.system.empty() ? "freestanding" : parts.system);
    const bool has_range = parts.system != "linux" && parts.system != "windows" && !parts.system.empty();
    if (has_range && !parts.version.empty()) text += "." + parts.version;
    return parts.environment.empty() ? text : text + "-" + parts.environment;
}

std::string zig_cpu(const std::string& triple) {
    const auto parts = parts_of(triple);
    const auto extensions = riscv_extensions(parts.arch);
    if (!extensions.empty()) {
        std::string cpu = parts.arch.starts_with("riscv32") ? "generic_rv32" : "generic_rv64";
        for (const char extension : extensions) {
            if (extension != 'i') cpu += std::string("+") + extension;
        }
        return cpu;
    }
    struct Row {
        llvm::Triple::SubArchType sub;
        std::string_view cpu;
    };
    using Sub = llvm::Triple;
    constexpr std::array rows{Row{Sub::ARMSubArch_v6m, "generic+v6m"}, Row{Sub::ARMSubArch_v7m, "generic+v7m"},
                              Row{Sub::ARMSubArch_v7em, "generic+v7em"},
                              Row{Sub::ARMSubArch_v8m_baseline, "generic+v8m"},
                              Row{Sub::ARMSubArch_v8m_mainline, "generic+v8m_main"}};
    const auto row = std::ranges::find(rows, parts.triple.getSubArch(), &Row::sub);
    if (row != rows.end()) return std::string(row->cpu);
    if (parts.triple.getSubArch() != Sub::MipsSubArch_r6) return "";
    return parts.triple.isMIPS64() ? "mips64r6" : "mips32r6";
}

NimTarget nim_target(const std::string& triple) {
    const auto parts = parts_of(triple);
    return {nim_cpu(parts), nim_system(parts)};
}

GoTarget go_target(const std::string& triple) {
    const auto parts = parts_of(triple);
    GoTarget target{go_system(parts), go_architecture(parts), ""};
    constexpr std::array<std::string_view, 3> versions{"5", "6", "7"};
    const auto digit = parts.arch.starts_with("armv") || parts.arch.starts_with("thumbv")
                           ? parts.arch.substr(parts.arch.find('v') + 1, 1)
                           : "";
    if (target.architecture != "arm" || digit.empty()) return target;
    const bool is_known = std::ranges::find(versions, digit) != versions.end();
    target.version = digit == "8" ? "7" : (is_known ? digit : "");
    return target;
}

Request for_language(Request request, const std::string& language) {
    const auto own = request.target.compilers.find(language);
    if (own == request.target.compilers.end()) return request;
    if (!own->second.command.empty()) request.compiler = own->second.command;
    request.target_word = own->second.target;
    request.flags.insert(request.flags.end(), own->second.flags.begin(), own->second.flags.end());
    return request;
}

std::optional<std::string> stated_target(std::span<const std::string> words,
                                         std::span<const std::string_view> options) {
    std::optional<std::string> stated;
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const auto option : options) {
            const bool is_joined = option.ends_with('=') || option.ends_with(':');
            if (is_joined && words[at].starts_with(option)) stated = words[at].substr(option.size());
            if (!is_joined && words[at] == option && at + 1 < words.size()) stated = words[at + 1];
        }
    }
    return stated;
}

std::string with_section_name(const Request& request, std::string source) {
    const auto& word = request.target_word.empty() ? request.target.triple : request.target_word;
    if (!llvm::Triple(llvm::Triple::normalize(word)).isOSDarwin()) return source;
    for (const std::string_view section : {"abi_probe", "abi_facts"}) {
        const auto elf = "\"." + std::string(section) + "\"";
        const auto mach_o = "\"__DATA," + std::string(section) + "\"";
        for (auto at = source.find(elf); at != std::string::npos; at = source.find(elf, at)) {
            source.replace(at, elf.size(), mach_o);
        }
    }
    return source;
}

Problem two_targets(const Request& request, const std::string& ours, const std::string& stated) {
    return {first_file(request), "",
            "one target: " + ours + ", as the configuration has it (\"" + request.language +
                "\": \"...\" of the target names another)",
            stated + " among the flags"};
}

}  // namespace abi::probe
