/* What the MSI cannot say in its tables (installer.wxs). */
#include <windows.h>
#include <aclapi.h>
#include <msi.h>
#include <msiquery.h>
#include <sddl.h>
#include <shlobj.h>

/* Sets LPODESKRUNNING while the program runs in anybody's session; a launch condition refuses then. Another user's
   mutex may not be opened, and tells by that (access denied) that it is there. */
__declspec(dllexport) UINT __stdcall look(MSIHANDLE installation) {
  HANDLE mutex = OpenMutexW(SYNCHRONIZE, FALSE, L"Global\\LPO Desk");
  if (mutex || GetLastError() == ERROR_ACCESS_DENIED) MsiSetPropertyW(installation, L"LPODESKRUNNING", L"1");
  if (mutex) CloseHandle(mutex);
  return ERROR_SUCCESS;
}

/* Makes the folder of the computer's settings. They say where passwords are typed to: whoever made the folder before,
   it belongs to administrators, who write it, and users read it. */
__declspec(dllexport) UINT __stdcall guard(MSIHANDLE installation) {
  WCHAR folder[MAX_PATH + 16];
  PSECURITY_DESCRIPTOR rights;
  PSID owner;
  PACL list;
  BOOL given, usual;
  DWORD result;
  (void)installation;
  if (FAILED(SHGetFolderPathW(NULL, CSIDL_COMMON_APPDATA, NULL, SHGFP_TYPE_CURRENT, folder))) return ERROR_INSTALL_FAILURE;
  lstrcatW(folder, L"\\LPOnet");
  CreateDirectoryW(folder, NULL);
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(
          L"O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", SDDL_REVISION_1, &rights, NULL))
    return ERROR_INSTALL_FAILURE;
  GetSecurityDescriptorOwner(rights, &owner, &usual);
  GetSecurityDescriptorDacl(rights, &given, &list, &usual);
  result = SetNamedSecurityInfoW(folder, SE_FILE_OBJECT,
      OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, owner, NULL, list, NULL);
  LocalFree(rights);
  return result == ERROR_SUCCESS ? ERROR_SUCCESS : ERROR_INSTALL_FAILURE;
}
