/* What wine 8 lacks and real Windows 10 has: a stand-in for wine's own folder, never packed. Random bytes for Rust. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom of advapi32 */
__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length) {
  return SystemFunction036(buffer, (ULONG)length);
}
