// The go command: what a package consists of, and what the compiler makes of a file that is added to it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

type goCommand struct {
	asked   *request
	version string
	cgo     string   // "0": off
	machine string   // GOARCH
	words   []string // the package: "." or, outside of modules, its files
}

// listed is a package as `go list -json` describes it.
type listed struct {
	ImportPath      string
	Name            string
	Dir             string
	Export          string
	GoFiles         []string
	CgoFiles        []string
	CompiledGoFiles []string
	ImportMap       map[string]string
	Module          *struct{ GoVersion string }
	DepOnly         bool
}

type packages struct {
	main    *listed
	exports map[string]string // by import path: the file with export data
}

func commandFor(asked *request) (*goCommand, error) {
	c := &goCommand{asked: asked}
	out, err := c.run("env", "GOVERSION", "GOMOD", "CGO_ENABLED", "GOARCH")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 4 {
		return nil, errors.New("error: expected the version of go from `go env`, found " + string(out))
	}
	c.version, c.cgo, c.machine, c.words = lines[0], lines[2], lines[3], []string{"."}
	if lines[1] == os.DevNull {
		c.words, err = c.files()
	}
	return c, err
}

// files are the files of a package outside of modules: those that are named, else all of the folder.
func (c *goCommand) files() ([]string, error) {
	if len(c.asked.Files) != 0 {
		return c.asked.Files, nil
	}
	all, err := filepath.Glob(filepath.Join(c.asked.Folder, "*.go"))
	var names []string
	for _, path := range all {
		if !strings.HasSuffix(path, "_test.go") {
			names = append(names, filepath.Base(path))
		}
	}
	return names, err
}

// run starts the go command for the target, in the folder of the package, and returns what it printed.
func (c *goCommand) run(words ...string) ([]byte, error) {
	all := append(append([]string{}, c.asked.Go...), words...)
	command := exec.Command(all[0], all[1:]...)
	command.Dir = c.asked.Folder
	command.Env = append(append(os.Environ(), c.asked.Env...), "PWD="+c.asked.Folder)
	var printed bytes.Buffer
	command.Stderr = &printed
	out, err := command.Output()
	if err != nil && printed.Len() != 0 {
		err = errors.New(withPlaces(printed.String(), c.asked.Folder))
	}
	return out, err
}

var placed = regexp.MustCompile(`^(?:vet: )?([^\s:]+\.(?:go|h|c)):(\d+)(:\d+)?: (.*)$`)

// withPlaces writes the messages of go as other compilers do: with the path of the file, and with the word "error".
// Messages without a place come last: the C compiler of cgo prints whole excerpts of the source.
func withPlaces(printed, folder string) string {
	var first, others []string
	last := &others
	for _, line := range strings.Split(printed, "\n") {
		parts := placed.FindStringSubmatch(line)
		switch {
		case parts != nil:
			path := parts[1]
			if !filepath.IsAbs(path) {
				path = filepath.Join(folder, path)
			}
			text := strings.TrimPrefix(strings.TrimPrefix(parts[4], "fatal "), "error: ")
			if !strings.HasPrefix(text, "warning: ") && !strings.HasPrefix(text, "note: ") {
				first = append(first, path+":"+parts[2]+parts[3]+": error: "+text)
				last = &first
			}
		case strings.HasPrefix(line, "\t") && len(*last) != 0: // "to add it:", and the command behind it
			(*last)[len(*last)-1] += " " + strings.TrimSpace(line)
		case strings.HasPrefix(line, "go: downloading ") || strings.HasPrefix(line, "# ") || line == "":
		default:
			others = append(others, "error: "+strings.TrimSpace(line))
			last = &others
		}
	}
	return strings.Join(append(first, others...), "\n")
}

// list compiles the package and all that it imports. `replaced` are files of an overlay, by their path.
func (c *goCommand) list(replaced map[string]string) (*packages, error) {
	words := []string{"list", "-export", "-compiled", "-deps", "-json"}
	if len(replaced) != 0 {
		overlay, err := json.Marshal(map[string]map[string]string{"Replace": replaced})
		if err != nil {
			return nil, err
		}
		path := filepath.Join(c.asked.Out, "overlay.json")
		if err := os.WriteFile(path, overlay, 0o600); err != nil {
			return nil, err
		}
		words = append(words, "-overlay="+path)
	}
	words = append(append(words, c.asked.Flags...), "--")
	words = append(words, c.words...)
	if c.words[0] != "." {
		for path := range replaced {
			words = append(words, filepath.Base(path))
		}
	}
	out, err := c.run(words...)
	if err != nil {
		return nil, err
	}
	return packagesIn(out)
}

func packagesIn(out []byte) (*packages, error) {
	found := &packages{exports: map[string]string{}}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		one := &listed{}
		if err := decoder.Decode(one); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		found.exports[one.ImportPath] = one.Export
		if !one.DepOnly {
			found.main = one
		}
	}
	if found.main == nil {
		return nil, errors.New("error: expected a package, found none in this folder")
	}
	return found, nil
}

// importerFor reads packages from the export data that the compiler wrote.
func (p *packages) importerFor(files *token.FileSet) types.Importer {
	return importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) {
		if mapped, ok := p.main.ImportMap[path]; ok {
			path = mapped
		}
		if p.exports[path] == "" {
			return nil, fmt.Errorf("error: go has no export data of %s", path)
		}
		return os.Open(p.exports[path])
	})
}

// constantsOf are the constants of a package that the compiler wrote to its export data.
func constantsOf(p *packages, path string) (map[string]*types.Const, error) {
	imported, err := p.importerFor(token.NewFileSet()).Import(path)
	if err != nil {
		return nil, err
	}
	all := map[string]*types.Const{}
	for _, name := range imported.Scope().Names() {
		if one, ok := imported.Scope().Lookup(name).(*types.Const); ok {
			all[name] = one
		}
	}
	return all, nil
}

// answer lets the compiler compute the questions.
func answer(c *goCommand, q *questions) (map[string]*types.Const, error) {
	path := filepath.Join(c.asked.Out, "questions.go")
	if err := os.WriteFile(path, []byte(q.source()), 0o600); err != nil {
		return nil, err
	}
	found, err := c.list(map[string]string{filepath.Join(c.asked.Folder, "abi_check_questions.go"): path})
	if err != nil {
		return nil, err
	}
	return constantsOf(found, found.main.ImportPath)
}

func importsC(path string) bool {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return false
	}
	for _, one := range file.Imports {
		if one.Path.Value == `"C"` {
			return true
		}
	}
	return false
}
