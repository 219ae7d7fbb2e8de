// The names of a request in a package: which type or constant they mean, and how a question writes a type.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// checked is the package as go/types sees it. Its sizes only decide which declarations exist, and the lengths of arrays in
// copies of records, which are compared with the records; answers are the compiler's.
type checked struct {
	files   *token.FileSet
	pkg     *types.Package
	imports map[string]bool // the paths that the package imports itself
}

func typesOf(found *packages, machine string) (*checked, error) {
	c := &checked{files: token.NewFileSet(), imports: map[string]bool{}}
	var parsed []*ast.File
	for _, name := range found.main.CompiledGoFiles { // those of cgo lie in the cache of go
		if !filepath.IsAbs(name) {
			name = filepath.Join(found.main.Dir, name)
		}
		file, err := parser.ParseFile(c.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, one := range file.Imports {
			c.imports[strings.Trim(one.Path.Value, `"`)] = true
		}
		parsed = append(parsed, file)
	}
	config := types.Config{
		Importer: found.importerFor(c.files),
		Error:    func(error) {}, // the compiler has accepted the package
		Sizes:    types.SizesFor("gc", machine),
	}
	c.pkg, _ = config.Check(found.main.ImportPath, c.files, parsed, nil)
	return c, nil
}

// own is a name of the request without the package in front of it, as debug information writes it: "wire.Packet",
// "example.com/m/wire.Packet". Brackets hold the arguments of a generic type.
func (c *checked) own(name string) string {
	head, arguments, generic := strings.Cut(name, "[")
	if generic {
		arguments = "[" + arguments
	}
	for _, prefix := range []string{c.pkg.Path() + ".", c.pkg.Name() + "."} {
		if rest := strings.TrimPrefix(head, prefix); rest != head {
			return rest + arguments
		}
	}
	return name
}

// inCgo are the names that cgo gives to what the comment in front of `import "C"` declares.
func inCgo(name string) []string {
	if rest := strings.TrimPrefix(name, "C."); rest != name {
		return []string{"_Ctype_" + rest, "_Ciconst_" + rest}
	}
	var names []string
	for _, prefix := range []string{"_Ctype_struct_", "_Ctype_union_", "_Ctype_", "_Ciconst_"} {
		names = append(names, prefix+name)
	}
	return names
}

// typeNamed finds a type by its name in the package, in a package that it imports, or in C. `isUnion` is whether cgo
// wrote it for a union.
func (c *checked) typeNamed(name string) (found types.Type, isUnion bool) {
	name = c.own(name)
	for _, one := range append([]string{name}, inCgo(name)...) {
		if object, ok := c.pkg.Scope().Lookup(one).(*types.TypeName); ok && !isGeneric(object.Type()) {
			return plain(object.Type()), strings.HasPrefix(one, "_Ctype_union_")
		}
	}
	if prefix, rest, ok := strings.Cut(name, "."); ok && !strings.ContainsAny(name, "[/") {
		return c.imported(prefix, rest), false
	}
	if strings.Contains(name, "[") && !strings.ContainsAny(name, "{}();\"`\n") {
		if found, err := types.Eval(c.files, c.pkg, token.NoPos, name); err == nil && found.IsType() {
			return plain(found.Type), false
		}
	}
	return nil, false
}

// imported finds a public type of a package that this one imports: "unix.Timespec".
func (c *checked) imported(name, object string) types.Type {
	for _, one := range c.pkg.Imports() {
		found, ok := one.Scope().Lookup(object).(*types.TypeName)
		if ok && one.Name() == name && found.Exported() && !isGeneric(found.Type()) {
			return plain(found.Type())
		}
	}
	return nil
}

func (c *checked) constantNamed(name string) *types.Const {
	name = c.own(name)
	for _, one := range append([]string{name}, inCgo(name)...) {
		if found, ok := c.pkg.Scope().Lookup(one).(*types.Const); ok {
			return found
		}
	}
	return nil
}

// plain is the type that an alias means.
func plain(t types.Type) types.Type {
	for {
		alias, ok := t.(interface{ Rhs() types.Type })
		if !ok {
			return t
		}
		t = alias.Rhs()
	}
}

func isGeneric(t types.Type) bool {
	named, ok := plain(t).(*types.Named)
	return ok && named.TypeParams().Len() != 0 && named.TypeArgs().Len() == 0
}

// shown is the name of a type in answers: with its package, unless that is the one that is asked.
func (c *checked) shown(t types.Type) string {
	text := types.TypeString(t, func(p *types.Package) string {
		if p == c.pkg {
			return ""
		}
		return p.Name()
	})
	return strings.TrimPrefix(text, "_Ctype_")
}

// writer of types in questions. `imports` are the packages that they need, by path; `cannot` is whether a type has a
// name that the package may not use.
type spelling struct {
	of      *checked
	imports map[string]string
	cannot  bool
}

func (s *spelling) text(t types.Type) string {
	s.cannot = false
	text := types.TypeString(t, s.qualifier)
	s.cannot = s.cannot || hasHidden(t, s.of.pkg, 0)
	return text
}

func (s *spelling) qualifier(p *types.Package) string {
	if p == s.of.pkg {
		return ""
	}
	inner := strings.Contains("/"+p.Path()+"/", "/internal/") || strings.Contains("/"+p.Path(), "/vendor/")
	if inner && !s.of.imports[p.Path()] {
		s.cannot = true
	}
	if s.imports[p.Path()] == "" {
		s.imports[p.Path()] = fmt.Sprintf("abi_import_%d", len(s.imports))
	}
	return s.imports[p.Path()]
}

// hasHidden is whether a type is private to another package, or has such a part.
func hasHidden(t types.Type, own *types.Package, depth int) bool {
	switch t := plain(t).(type) {
	case *types.Named:
		object := t.Obj()
		if object.Pkg() != nil && object.Pkg() != own && !object.Exported() {
			return true
		}
		for i := 0; i < t.TypeArgs().Len(); i++ {
			if hasHidden(t.TypeArgs().At(i), own, depth+1) {
				return true
			}
		}
		return false
	case *types.Array:
		return hasHidden(t.Elem(), own, depth+1)
	case *types.Pointer:
		return hasHidden(t.Elem(), own, depth+1)
	case *types.Slice:
		return hasHidden(t.Elem(), own, depth+1)
	case *types.Basic:
		return false
	default: // a type without a name: only whole ones of this package are written
		return mentionsOther(t, own)
	}
}

// mentionsOther is whether a type without a name comes from another package.
func mentionsOther(t types.Type, own *types.Package) bool {
	fields, ok := t.(*types.Struct)
	if !ok {
		return false
	}
	for i := 0; i < fields.NumFields(); i++ {
		field := fields.Field(i)
		if !field.Exported() && field.Pkg() != own || hasHidden(field.Type(), own, 0) {
			return true
		}
	}
	return false
}
