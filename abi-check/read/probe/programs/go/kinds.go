// The kinds of types, as section.h numbers them.
package main

import "go/types"

const (
	kindUnknown = iota
	kindUnsigned
	kindSigned
	kindFloat
	kindBool
	kindByte
	kindPointer
	kindEnum
	kindRecord
)

// kind is the kind of one element, and whether its width is that of a pointer.
func kind(t types.Type) (int, bool) {
	switch under := t.Underlying().(type) {
	case *types.Basic:
		return kindOfBasic(under)
	case *types.Pointer, *types.Map, *types.Chan:
		return kindPointer, true
	case *types.Struct:
		return kindRecord, false
	}
	return kindUnknown, false // slices, interfaces and functions are parts of Go's own
}

func kindOfBasic(t *types.Basic) (int, bool) {
	switch t.Kind() {
	case types.Bool:
		return kindBool, false
	case types.Int, types.Int8, types.Int16, types.Int32, types.Int64:
		return kindSigned, t.Kind() == types.Int
	case types.Uint, types.Uint8, types.Uint16, types.Uint32, types.Uint64, types.Uintptr:
		return kindUnsigned, t.Kind() == types.Uint || t.Kind() == types.Uintptr
	case types.Float32, types.Float64:
		return kindFloat, false
	case types.UnsafePointer:
		return kindPointer, true
	}
	return kindUnknown, false
}

func isInteger(t types.Type) bool {
	under, ok := t.Underlying().(*types.Basic)
	return ok && under.Info()&types.IsInteger != 0
}

// isByte is whether the source writes `byte`, which in an array is raw memory.
func isByte(t types.Type) bool {
	return plain(t) == types.Universe.Lookup("byte").Type()
}

// isEmpty is whether a type has no bytes on any machine: struct{}, [0]func(), structs.HostLayout.
func isEmpty(t types.Type) bool {
	switch under := t.Underlying().(type) {
	case *types.Array:
		return under.Len() == 0 || isEmpty(under.Elem())
	case *types.Struct:
		for i := 0; i < under.NumFields(); i++ {
			if !isEmpty(under.Field(i).Type()) {
				return false
			}
		}
		return true
	}
	return false
}

// numberIn is the number that a record of another package holds and hides, such as atomic.Uint32; nil if it holds
// anything else.
func numberIn(t types.Type, own *types.Package) types.Type {
	fields, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var only *types.Var
	for i := 0; i < fields.NumFields(); i++ {
		switch field := fields.Field(i); {
		case isEmpty(field.Type()):
		case only != nil || field.Exported() || field.Pkg() == own || field.Name() == "_":
			return nil
		default:
			only = field
		}
	}
	if only == nil {
		return nil
	}
	if found, _ := kind(only.Type()); found == kindUnknown || found == kindRecord {
		return nil
	}
	return only.Type()
}
