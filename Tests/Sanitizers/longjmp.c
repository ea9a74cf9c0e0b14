// For runs under the thread sanitizer, preloaded. Lua is built so that an error leaves its calls by __longjmp_chk, which the
// sanitizer does not know: it would take these calls for unended, and write past the end of the stack that it keeps of them.
#include <setjmp.h>

_Noreturn void __longjmp_chk(jmp_buf buffer, int value) { longjmp(buffer, value); }
