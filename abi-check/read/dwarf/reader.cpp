// The DWARF reader:
//
//     files ─► objects ─► programs ─► units ─(in parallel)─► declarations ─► one layout
#include "read/dwarf/reader.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <unordered_set>

#include "llvm/Support/ThreadPool.h"
#include "read/dwarf/declarations.h"
#include "read/dwarf/facts.h"
#include "read/dwarf/object_program.h"
#include "read/dwarf/sources.h"
#include "read/dwarf/unstated_places.h"
#include "read/facts.h"
#include "read/merge.h"
#include "read/object/machine.h"
#include "read/object/stamp.h"
#include "read/source_path.h"

namespace abi::dwarf {
namespace {

// A large archive is read in portions, so that only some of its objects are unpacked at the same time.
constexpr std::size_t most_units = 4096;
constexpr std::size_t most_programs = 128;

struct Task {
    const ObjectProgram* program;
    const Unit* unit;
    const WantedStrings* strings;  // as in UnitToRead
};

/// One pass over all files. The first pass reads what units and namespaces declare. If it does not find all names, the
/// second pass also reads what functions declare.
class Pass {
  public:
    Pass(const object::Request& request, const std::vector<std::string>& names, bool in_functions, Reading& reading)
        : request_(request),
          wanted_(names),
          in_functions_(in_functions),
          reading_(reading),
          machine_(request.target.triple),
          disk_(request.root),
          unstated_places_(request.root) {}

    void read() {
        for (const auto& file : request_.files) read_file(file);
        flush();
        if (!has_types_) complain_of_types();
    }

  private:
    void complain(const std::string& object, const std::string& expected, const std::string& found) {
        if (in_functions_) return;  // the first pass reported it
        reading_.problems.push_back({.place = {.file = below_root(request_.root, object)},
                                     .pointer = "",
                                     .expected = expected,
                                     .found = found});
    }

    /// -g1 leaves lines and functions only. It is not a problem if one of several files has no types.
    void complain_of_types() {
        if (in_functions_) return;
        for (const auto& file : std::exchange(reading_.units, {})) {
            complain(file, "types in the debug information (compile with -g; -g1 leaves them out)", "none");
        }
    }

    void read_file(const std::string& file) {
        auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!buffer) return complain(file, "a file that can be read", buffer.getError().message());
        const auto problems = reading_.problems.size();
        bool any_debug = false;
        std::size_t objects = 0;
        std::vector<std::string> without;  // compiled members that describe nothing
        std::string other_slices;
        const auto sink = [this](const std::string& object, const std::string& expected, const std::string& found) {
            complain(object, expected, found);
        };
        object::visit_objects((*buffer)->getMemBufferRef(), file,
                              [&](object::Image image) {
                                  if (!machine_.accepts(image.machine)) {
                                      if (!image.is_slice || request_.target.triple.empty()) {
                                          return complain(image.name, machine_.expected(),
                                                          machine_.found(image.machine));
                                      }
                                      other_slices = image.name;
                                      return;
                                  }
                                  ++objects;
                                  if (!add(std::move(image), file, sink, without)) return;
                                  any_debug = true;
                                  if (programs_.size() >= most_programs || tasks_.size() >= most_units) flush();
                              },
                              sink);
        buffers_.push_back(std::move(*buffer));
        if (objects == 0 && !other_slices.empty()) {
            complain(file, machine_.expected(), "a universal binary for other machines");
        }
        if (objects != 0 && !any_debug && reading_.problems.size() == problems) {
            complain(file, "debug information (compile with -g, and do not strip)", "none");
        } else if (any_debug) {
            for (const auto& name : without) complain(name, "debug information (compile with -g)", "none");
        }
        if (in_functions_ || reading_.problems.size() != problems) return;
        reading_.units.push_back(file);
    }

    /// Returns false if the image has no debug information.
    bool add(object::Image image, const std::string& file, const object::ProblemSink& sink,
             std::vector<std::string>& without) {
        reading_.layout.byte_order = image.is_little ? ByteOrder::little : ByteOrder::big;
        const bool is_compiled = image.is_compiled;
        if (!in_functions_) {
            for (auto& stamp : object::read_stamps(image)) {
                stamp.object = below_root(request_.root, stamp.object);
                reading_.stamps.push_back(std::move(stamp));
            }
        }
        auto program = load_program(std::move(image), file, sink);
        if (!program->has_debug) {
            if (is_compiled) without.push_back(program->name);
            return false;
        }
        if (!in_functions_) {
            for (auto& changed : disk_.changed(below_root(request_.root, program->name), program->program)) {
                reading_.changed.push_back(std::move(changed));
            }
        }
        const auto units = program->program.units_to_read();
        if (wanted_.everything()) {
            for (const auto* unit : units) tasks_.push_back({program.get(), unit, nullptr});
        } else {
            program->strings = strings_of(program->program, wanted_);
            if (in_functions_ && !may_name(*program)) return true;
            for (const auto* unit : units)
                tasks_.push_back({program.get(), unit, find_strings(program->strings, unit->str)});
        }
        programs_.push_back(std::move(program));
        return true;
    }

    /// Returns whether its strings contain one of the names. Short names may be in the entries themselves.
    bool may_name(const ObjectProgram& program) const {
        const auto& lengths = wanted_.lengths_of_last_components();
        if (!lengths.empty() && lengths.front() < 4) return true;
        return std::ranges::any_of(program.program.units(), [&](const Unit& unit) {
            return unit.str.empty() || find_strings(program.strings, unit.str)->any();
        });
    }

    void flush() {
        std::vector<Declarations> declared(tasks_.size());
        read_tasks(declared);
        for (std::size_t at = 0; at < tasks_.size(); ++at) take(declared[at], number_of(at), tasks_[at]);
        first_number_ += static_cast<std::uint32_t>(tasks_.size());
        tasks_.clear();
        programs_.clear();
        last_facts_ = {};
        if (buffers_.size() > 1) buffers_.erase(buffers_.begin(), buffers_.end() - 1);
    }

    std::uint32_t number_of(std::size_t task) const { return first_number_ + static_cast<std::uint32_t>(task); }

    void read_tasks(std::vector<Declarations>& declared) {
        std::atomic<std::size_t> next = 0;
        const Question question{.wanted = wanted_, .root = request_.root, .claims = claims_};
        const auto work = [&] {
            const ObjectProgram* now = nullptr;
            std::optional<Types> types;
            for (auto at = next++; at < tasks_.size(); at = next++) {
                const auto& task = tasks_[at];
                if (task.program != now) {
                    now = task.program;
                    types.emplace(now->program, in_functions_, &now->definitions, &now->strings);
                }
                declared[at] = read_declarations(*types, {task.unit, number_of(at), task.strings}, question);
                types->forget_some();
            }
        };
        const auto jobs = std::min<std::size_t>(request_.jobs, tasks_.size());
        if (jobs <= 1) return work();
        llvm::ThreadPoolStrategy strategy;
        strategy.ThreadsRequested = static_cast<unsigned>(jobs);
        llvm::DefaultThreadPool threads(strategy);
        for (std::size_t job = 0; job < jobs; ++job) threads.async(work);
        threads.wait();
    }

    void take(Declarations& declared, std::uint32_t number, const Task& task) {
        const ObjectProgram& program = *task.program;
        has_types_ = has_types_ || declared.has_types;
        if (!in_functions_) take_facts(declared.base_types, task);
        UnitLayout unit;
        const auto keep = [&](auto& from, auto& to) {
            for (auto& one : from) {
                if (claims_.holds(one.fingerprint, number)) to.push_back(std::move(one.value));
            }
        };
        keep(declared.records, unit.records);
        unstated_places_.set(program, *task.unit, unit.records);
        keep(declared.enums, unit.enums);
        keep(declared.constants, unit.constants);
        if (declared.is_cut) {
            complain(program.name, "debug information that describes as much as its size allows",
                     "entries that hold each other over and over");
        }
        const auto& name = unit_names_.emplace_back(declared.unit.empty() ? program.name : std::move(declared.unit));
        merge(std::move(unit), reading_, index_, &name);
        declared = {};
    }

    void take_facts(const BaseTypes& types, const Task& task) {
        const auto* program = task.program;
        const auto* unit = task.unit;
        const bool is_like_last = !last_facts_.producer.empty() && last_facts_.program == program &&
                                  last_facts_.types == types && last_facts_.producer == unit->producer;
        if (is_like_last || unit->is_type_unit) return;
        last_facts_ = {program, types, unit->producer};
        const auto name = unit->name.empty() ? program->name : join_paths(unit->comp_dir, unit->name);
        add_facts(below_root(request_.root, name), facts_of_unit(program->images.front().facts, *unit, types),
                  reading_);
    }

    /// Of the unit before: most units of a program have the same.
    struct LastFacts {
        const ObjectProgram* program = nullptr;
        BaseTypes types;
        std::string_view producer;
    };

    const object::Request& request_;
    WantedNames wanted_;
    bool in_functions_;
    Reading& reading_;
    object::OneMachine machine_;
    SourceDisk disk_;
    UnstatedPlaces unstated_places_;
    bool has_types_ = false;  // whether any unit describes a type
    Claims claims_;
    MergeIndex index_;
    std::deque<std::string> unit_names_;  // index_ refers to them
    LastFacts last_facts_;
    std::uint32_t first_number_ = 0;

    std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers_;
    std::vector<std::unique_ptr<ObjectProgram>> programs_;
    std::vector<Task> tasks_;
};

/// Returns the names for which no record, enumeration or constant was found.
std::vector<std::string> missing_names(const std::vector<std::string>& names, const Layout& layout) {
    std::unordered_set<std::string> found;
    const auto add = [&](const std::string& name) {
        found.insert(plain_name(name));
        found.insert(plain_name(last_component(name)));
    };
    for (const auto& record : layout.records) add(record.name);
    for (const auto& one : layout.enums) add(one.name);
    for (const auto& one : values_of(layout)) add(one.name);
    std::vector<std::string> missing;
    for (const auto& name : names) {
        if (!found.contains(plain_name(name))) missing.push_back(name);
    }
    return missing;
}

}  // namespace

Reading read(const object::Request& request) {
    Reading reading;
    reading.layout.target = request.target.name;
    Pass(request, request.names, /*in_functions=*/false, reading).read();
    if (request.names.empty()) return reading;
    const auto missing = missing_names(request.names, reading.layout);
    if (missing.empty()) return reading;
    Reading local;
    Pass(request, missing, /*in_functions=*/true, local).read();
    MergeIndex index;
    for (std::size_t at = 0; at < reading.layout.records.size(); ++at)
        index.records.emplace(reading.layout.records[at].name, at);
    for (std::size_t at = 0; at < reading.layout.enums.size(); ++at)
        index.enums.emplace(reading.layout.enums[at].name, at);
    for (std::size_t at = 0; at < reading.layout.constants.size(); ++at)
        index.constants.emplace(reading.layout.constants[at].name, at);
    for (auto* records : {&local.layout.records, &local.other_definitions}) {
        for (auto& record : *records) record.unit_local = true;
    }
    UnitLayout found;
    found.records = std::move(local.layout.records);
    found.enums = std::move(local.layout.enums);
    found.constants = std::move(local.layout.constants);
    merge(std::move(found), reading, index);
    std::ranges::move(local.other_definitions, std::back_inserter(reading.other_definitions));
    return reading;
}

}  // namespace abi::dwarf
