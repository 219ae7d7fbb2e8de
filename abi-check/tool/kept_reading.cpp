#include "tool/kept_reading.h"

#include <functional>
#include <optional>
#include <utility>

#include "cache/key.h"
#include "read/probe/run.h"
#include "read/reading_bytes.h"
#include "tool/output.h"

namespace abi::bytes {

// All members of what decides an answer. A new member does not compile before it is here.

void members(auto& io, is<TargetCompiler> auto& value) {
    auto& [target, command, flags] = value;
    io.parts(target, command, flags);
}

void members(auto& io, is<Target> auto& value) {
    auto& [name, triple, sysroot, flags, compilers] = value;
    io.parts(name, triple, sysroot, flags, compilers.size());
    for (const auto& [language, compiler] : compilers) io.parts(language, compiler);
}

void members(auto& io, is<CargoPackage> auto& value) {
    auto& [package, features, default_features, program] = value;
    io.parts(package, features, default_features, program);
}

void members(auto& io, is<Claim> auto& value) {
    auto& [what, name, field, next, expected, actual, unit] = value;
    io.parts(what, name, field, next, expected, actual, unit);
}

void members(auto& io, is<probe::Request> auto& value) {
    auto& [language, compiler, flags, files, target, target_word, records, constants, enums, root, folder, time_limit,
           zig_build, zig_module, cargo, cargo_folder, runs_build_scripts, claims] = value;
    // The time limit decides only whether there is an answer.
    io.parts(language, compiler, flags, files, target, target_word, records, constants, enums, root, folder, zig_build,
             zig_module, cargo, cargo_folder, runs_build_scripts, claims);
}

void members(auto& io, is<object::Request> auto& value) {
    auto& [files, target, names, root, jobs, btf_base] = value;
    // The answer is the same for any number of jobs.
    io.parts(files, target, names, root, btf_base);
}

}  // namespace abi::bytes

namespace abi {
namespace {

/// Where the spec declares what is asked, and what it says of it in words, is nothing to a compiler.
template <typename Declared>
void forget_places(std::vector<Declared>& all) {
    for (auto& one : all) {
        one.place = {};
        one.doc.clear();
    }
}

probe::Request without_places(probe::Request request) {
    for (auto& record : request.records) {
        forget_places(record.fields);
        record.history.clear();
    }
    for (auto& one : request.enums) forget_places(one.enumerators);
    forget_places(request.records);
    forget_places(request.enums);
    forget_places(request.constants);
    return request;
}

/// A reading with problems is not kept: the compiler may have been killed, or had no memory.
Reading read_kept(KeptAnswers& kept, const std::string& name, std::string words, const std::function<Reading()>& read,
                  std::function<void()> prepare = {}, bool* knows_paths = nullptr) {
    Reading reading;
    const bool is_known = kept.answer({.name = name,
                                       .words = std::move(words),
                                       .take =
                                           [&](std::string_view bytes) {
                                               auto taken = reading_of(bytes);
                                               if (taken) reading = std::move(*taken);
                                               return taken.has_value();
                                           },
                                       .prepare = std::move(prepare),
                                       .ask = [&] { reading = read(); },
                                       .bytes = [&]() -> std::optional<std::string> {
                                           if (!reading.problems.empty()) return std::nullopt;
                                           return bytes_of(reading);
                                       }});
    if (knows_paths != nullptr) *knows_paths = is_known;
    return reading;
}

}  // namespace

Reading read_kept(KeptAnswers& kept, const std::string& name, const probe::Request& asked, const AskedPast& past) {
    const auto request = without_places(asked);
    // Programs of the project can run while these are compiled.
    const bool has_scripts = request.language == "rust" || request.language == "nim" || !request.zig_build.empty();
    bytes::ToBytes words;
    words.parts(std::string(past.laid_out == nullptr ? "probe" : "probe at a revision"), request);
    auto all_words = std::move(words.bytes) + surroundings(has_scripts);
    if (past.laid_out == nullptr)
        return read_kept(kept, name, std::move(all_words), [&] { return probe::read(request); }, {}, past.knows_paths);
    const auto ask = [&] {
        const auto& problems = past.laid_out->write();
        if (!problems.empty()) return probe::failed(problems.front());
        auto reading = probe::read(request_at(request, past.laid_out->folder(), past.root));
        show_as_in_work_tree(past.laid_out->folder(), reading);
        return reading;
    };
    const auto prepare = [&] { past.laid_out->write(); };
    return read_kept(kept, name, std::move(all_words), ask, prepare, past.knows_paths);
}

Reading read_kept(KeptAnswers& kept, const std::string& name, std::string_view reader, const object::Request& request,
                  Reading (*read)(const object::Request&)) {
    bytes::ToBytes words;
    words.parts(std::string(reader), request);
    return read_kept(kept, name, std::move(words.bytes), [&] { return read(request); });
}

KeptAnswers kept_in(std::string folder, PastFiles past, PathsSeen* seen) {
    std::function<void(const std::string&)> tell;
    if (is_debugged("cache")) tell = [](const std::string& line) { say_done("cache: " + line); };
    std::function<void(const Look&)> looked;
    if (seen != nullptr) {
        looked = [seen](const Look& look) { seen->add(look.path, look.how == Look::How::entries); };
    }
    return {std::move(folder), std::move(tell), std::move(past), std::move(looked)};
}

}  // namespace abi
