#include "shard/join.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "model/words.h"
#include "read/clang/joined_units.h"

namespace abi {
namespace {

/// Compares a shard with the first one.
class Comparer {
  public:
    Comparer(const NamedShard& first, const NamedShard& other) : first_(first), other_(other) {}

    std::vector<Problem> problems() {
        const auto& a = first_.report;
        const auto& b = other_.report;
        same("/count", "one of " + std::to_string(a.shard.count) + " shards", a.shard.count, b.shard.count,
             "one of " + std::to_string(b.shard.count));
        same("/commit", "the commit " + or_none(a.commit), a.commit, b.commit, or_none(b.commit));
        compare_terms(a.asked, b.asked);
        if (problems_.empty()) compare_options(a.asked, b.asked);
        if (problems_.empty()) compare_sources(a.split, b.split);
        return std::move(problems_);
    }

  private:
    static std::string or_none(const std::string& text) { return text.empty() ? "none" : text; }

    template <typename Value>
    void same(const char* pointer, const std::string& expected, const Value& a, const Value& b,
              const std::string& found) {
        if (a != b) refuse(pointer, expected, found);
    }

    void refuse(const char* pointer, const std::string& expected, const std::string& found) {
        problems_.push_back({{.file = other_.path}, pointer, expected + ", as in " + first_.path, found});
    }

    void compare_terms(const Asked& a, const Asked& b) {
        for (std::size_t at = 0; at < std::max(a.terms.size(), b.terms.size()); ++at) {
            if (at >= a.terms.size()) return refuse("/asked/terms", "no more files", b.terms[at].shown);
            if (at >= b.terms.size()) return refuse("/asked/terms", a.terms[at].shown, "no such file");
            if (a.terms[at].shown != b.terms[at].shown) {
                return refuse("/asked/terms", a.terms[at].shown, b.terms[at].shown);
            }
            if (a.terms[at].text != b.terms[at].text) {
                return refuse("/asked/terms", "the same text of " + a.terms[at].shown, "another");
            }
        }
        same("/asked/terms_from", "--config-from " + or_none(a.terms_from), a.terms_from, b.terms_from,
             or_none(b.terms_from));
    }

    void compare_options(const Asked& a, const Asked& b) {
        const auto compare = [&](const char* pointer, const char* option, const std::vector<std::string>& one,
                                 const std::vector<std::string>& other) {
            same(pointer, std::string(option) + " " + or_none(join(one)), one, other, or_none(join(other)));
        };
        compare("/asked/specs", "--spec", a.specs, b.specs);
        compare("/asked/rules", "--rule", a.rules, b.rules);
        same("/asked/baseline", "--baseline " + or_none(a.baseline), a.baseline, b.baseline, or_none(b.baseline));
        const auto texts = [](const std::vector<Finding>& findings) {
            std::vector<std::string> all;
            for (const auto& one : findings) all.push_back(one.message);
            return all;
        };
        same("/asked/altered", "the same configuration, specs and baseline in the work tree", texts(a.altered),
             texts(b.altered), "others");
        const auto triples = [](const std::vector<Target>& targets) {
            std::vector<std::string> all;
            for (const auto& one : targets) all.push_back(one.name + (one.triple.empty() ? "" : "=" + one.triple));
            return all;
        };
        compare("/asked/machines", "the targets", triples(a.machines), triples(b.machines));
    }

    void compare_sources(const std::vector<SplitWitness>& a, const std::vector<SplitWitness>& b) {
        for (std::size_t at = 0; at < a.size(); ++at) {
            const auto& key = a[at].witness;
            const auto where = " of layer " + key.layer + " on " + key.target;
            if (at >= b.size() || b[at].witness != key) return refuse("/split", "the sources" + where, "none");
            for (const auto& [from, in, what] : {std::tuple(&a, &b, "no such source"), std::tuple(&b, &a, "")}) {
                const auto& files = (*in)[at].files;
                const auto lacks = std::ranges::find_if((*from)[at].files, [&](const std::string& file) {
                    return std::ranges::find(files, file) == files.end();
                });
                if (lacks == (*from)[at].files.end()) continue;
                if (from == &a) return refuse("/split", "the source " + *lacks + where, what);
                return refuse("/split", "the same sources" + where, *lacks);
            }
            const auto lines = [](const std::vector<Problem>& problems) {
                std::vector<std::string> all;
                for (const auto& one : problems) all.push_back(to_string(one));
                return all;
            };
            if (lines(a[at].problems) != lines(b[at].problems)) {
                return refuse("/split", "the same sources" + where, "others");
            }
        }
        if (b.size() > a.size()) refuse("/split", "the same layers and targets", "more");
    }

    const NamedShard& first_;
    const NamedShard& other_;
    std::vector<Problem> problems_;
};

/// Whether each shard of the run is there once.
std::vector<Problem> problems_of_numbers(const std::vector<NamedShard>& shards) {
    const auto count = shards.front().report.shard.count;
    std::map<unsigned, const NamedShard*> known;
    for (const auto& shard : shards) {
        const auto [before, is_new] = known.emplace(shard.report.shard.number, &shard);
        if (is_new) continue;
        return {{{.file = shard.path},
                 "/number",
                 "each shard once",
                 to_string(shard.report.shard) + ", as in " + before->second->path}};
    }
    std::vector<std::string> missing;
    for (unsigned number = 1; number <= count; ++number) {
        if (!known.contains(number)) missing.push_back(to_string(ShardNumber{number, count}));
    }
    if (missing.empty()) return {};
    return {{{.file = shards.front().path},
             "/count",
             "the reports of all " + std::to_string(count) + " shards of its run",
             "no report of " + join(missing)}};
}

/// The units of one witness, from all shards, in the order of its files.
Result<Heard> join_units(std::vector<NamedShard>& shards, std::size_t at) {
    auto& first = shards.front().report.split[at];
    const auto& machines = shards.front().report.asked.machines;
    const auto target = std::ranges::find(machines, first.witness.target, &Target::name);
    if (target == machines.end()) {
        return file_problem(shards.front().path, "a target of the run", in_quotes(first.witness.target));
    }
    std::map<std::string, clang_reader::FileUnits*> units;
    for (auto& shard : shards) {
        auto& own = shard.report.split[at];
        // Where the commands of the build cannot be read, no unit is.
        if (!own.unread.empty()) {
            clang_reader::JoinedUnits none(*target, "", {});
            none.add(own.unread);
            return Heard{none.finish(), std::move(first.problems)};
        }
        for (auto& file : own.units) units[file.file] = &file;
    }
    const auto settings_of = [&](const std::string& file) { return units.at(file)->settings; };
    const auto read_first = [](const std::string&) { return std::vector<clang_reader::Unit>(); };
    clang_reader::JoinedUnits joined(*target, "", {settings_of, read_first});
    for (const auto& file : first.files) {
        const auto known = units.find(file);
        if (known == units.end()) {
            return file_problem(shards.front().path, "a shard that read " + file + " of layer " + first.witness.layer,
                                "none");
        }
        joined.add(file, std::move(known->second->units));
    }
    return Heard{joined.finish(), std::move(first.problems)};
}

}  // namespace

Result<std::map<WitnessKey, Heard>> join_shards(std::vector<NamedShard> shards) {
    std::vector<Problem> problems;
    for (std::size_t at = 1; at < shards.size(); ++at) {
        std::ranges::move(Comparer(shards.front(), shards[at]).problems(), std::back_inserter(problems));
    }
    if (problems.empty()) problems = problems_of_numbers(shards);
    if (!problems.empty()) return problems;
    std::map<WitnessKey, Heard> heard;
    for (auto& shard : shards) heard.merge(shard.report.whole);
    for (std::size_t at = 0; at < shards.front().report.split.size(); ++at) {
        auto joined = join_units(shards, at);
        if (!joined) return joined.problems;
        heard[shards.front().report.split[at].witness] = std::move(*joined);
    }
    return heard;
}

}  // namespace abi
