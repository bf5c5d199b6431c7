; The installer of LPO Desk. Built by packaging/windows.sh with
;   -DVERSION=1.2.3 -DSOURCE=folder of the program -DOUTPUT=file -DICON=file -DNUMBERS=1.2.3.0
;   [-DSIGN=command that signs the file it is given] [-DQUICK]
;
; Switches:  /S silent   /AllUsers or /CurrentUser   /D=folder (last, without quotes)
;            /OFFICE=L /DATABASE=... /SCANFOLDER=... /REPORTFOLDER=... /ERASUREFOLDER=...
;            /UPDATEPLACE=... /UPDATEKEY=...   settings for everybody on the computer, all users' installation only
;            /FORCE also over a newer version
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 the program is running, 4 no right to install for all users,
;            5 a newer version is installed, 6 a setting of the computer was refused, 7 Windows is too old

Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64 ; MB; several libraries bring the same OpenSSL
!endif

!define PRODUCT "LPO Desk"
!define PUBLISHER "LPOnet Osk Anl"
!define MUTEX "Global\LPO Desk"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\LPO Desk"
!define LINK_KEY "Software\Classes\lpodesk"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "LPO Desk"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh

Name "${PRODUCT}"
OutFile "${OUTPUT}"
BrandingText "${PRODUCT} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "${PUBLISHER}"
VIAddVersionKey "FileDescription" "${PRODUCT}, installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT SHCTX
!define MUI_LANGDLL_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION Start

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "Finnish"
!insertmacro MUI_LANGUAGE "Swedish"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

; MultiUser has no Finnish words of its own.
LangString MULTIUSER_TEXT_INSTALLMODE_TITLE ${LANG_FINNISH} "Valitse käyttäjät"
LangString MULTIUSER_TEXT_INSTALLMODE_SUBTITLE ${LANG_FINNISH} "Valitse, keille $(^NameDA) asennetaan."
LangString MULTIUSER_INNERTEXT_INSTALLMODE_TOP ${LANG_FINNISH} "Valitse, asennetaanko $(^NameDA) kaikille tämän tietokoneen käyttäjille vai vain sinulle. $(^ClickNext)"
LangString MULTIUSER_INNERTEXT_INSTALLMODE_ALLUSERS ${LANG_FINNISH} "Asenna kaikille tämän tietokoneen käyttäjille"
LangString MULTIUSER_INNERTEXT_INSTALLMODE_CURRENTUSER ${LANG_FINNISH} "Asenna vain minulle"

LangString RUNNING ${LANG_FINNISH} "LPO Desk on käynnissä tällä tietokoneella, ehkä toisen käyttäjän istunnossa. Tiedostoja ei voi vaihtaa kesken työn. Sulje ohjelma ja yritä uudelleen."
LangString RUNNING ${LANG_SWEDISH} "LPO Desk är öppet på den här datorn, kanske i en annan användares session. Filerna kan inte bytas medan någon arbetar. Stäng programmet och försök igen."
LangString RUNNING ${LANG_ENGLISH} "LPO Desk is running on this computer, perhaps in another user's session. Its files cannot be replaced meanwhile. Close it and try again."
LangString NO_RIGHT ${LANG_FINNISH} "Asentaminen kaikille käyttäjille vaatii järjestelmänvalvojan oikeudet. Käynnistä asennus järjestelmänvalvojana tai asenna ohjelma vain itsellesi."
LangString NO_RIGHT ${LANG_SWEDISH} "Installation för alla användare kräver administratörsrättigheter. Starta installationen som administratör eller installera programmet bara för dig."
LangString NO_RIGHT ${LANG_ENGLISH} "Installing for all users needs an administrator's rights. Start the installer as an administrator, or install for yourself only."
LangString NEWER ${LANG_FINNISH} "Tietokoneessa on uudempi LPO Desk. Vanhempi ei ehkä avaa sen tietokantaa, joten asennus keskeytettiin. Poista uudempi ensin, jos todella haluat vanhemman."
LangString NEWER ${LANG_SWEDISH} "Datorn har en nyare version av LPO Desk. En äldre kan kanske inte öppna dess databas, så installationen avbröts. Avinstallera den nyare först om du verkligen vill ha en äldre."
LangString NEWER ${LANG_ENGLISH} "The computer has a newer LPO Desk. An older one may not open its database, so nothing was installed. Uninstall the newer one first if you do want an older one."
LangString REFUSED ${LANG_FINNISH} "Ohjelma on asennettu, mutta tietokoneen asetuksia ei tallennettu, koska jokin annetuista arvoista ei kelpaa. Korjaa se komennolla lpo-desk configure."
LangString REFUSED ${LANG_SWEDISH} "Programmet är installerat, men datorns inställningar sparades inte, eftersom något av de angivna värdena inte duger. Rätta det med kommandot lpo-desk configure."
LangString REFUSED ${LANG_ENGLISH} "The program is installed, but the settings of the computer were not saved: a value that was given cannot be. Correct it by the command lpo-desk configure."
LangString OLD_WINDOWS ${LANG_FINNISH} "LPO Desk vaatii vähintään Windows 10:n, koska vanhemmat eivät saa enää turvapäivityksiä. Asenna se uudempaan tietokoneeseen."
LangString OLD_WINDOWS ${LANG_SWEDISH} "LPO Desk kräver minst Windows 10, eftersom äldre versioner inte längre får säkerhetsuppdateringar. Installera det på en nyare dator."
LangString OLD_WINDOWS ${LANG_ENGLISH} "LPO Desk needs Windows 10 at least: older ones get no security updates any more. Install it on a newer computer."
LangString PRACTICE ${LANG_FINNISH} "LPO Desk, harjoitus"
LangString PRACTICE ${LANG_SWEDISH} "LPO Desk, övning"
LangString PRACTICE ${LANG_ENGLISH} "LPO Desk, practice"

!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"' = 0
!endif

Var Given ; the switches of the computer's settings, as words for "lpo-desk configure"
Var Folder ; of /D

; Ends with the exit code after telling why, unless silent.
!macro Refuse CODE WORDS
  MessageBox MB_OK|MB_ICONSTOP "${WORDS}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

!macro RefuseWhileRunning
  ; SYNCHRONIZE; another user's mutex may not be opened, and tells by that (5, access denied) that it is there.
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .r0 ?e'
  Pop $1
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
    !insertmacro Refuse 3 $(RUNNING)
  ${ElseIf} $1 = 5
    !insertmacro Refuse 3 $(RUNNING)
  ${EndIf}
!macroend

!macro Take SWITCH OPTION
  Push "${OPTION}"
  Push "/${SWITCH}="
  Call Take
!macroend

; Adds the value of a switch to $Given. Windows itself takes the line apart: tools of deployment put quotes around a
; whole switch ("/SCANFOLDER=C:\our scans") as often as around its value, and GetOptions knows the value's only.
Function Take
  Pop $R1
  Pop $R2
  StrLen $R3 $R1
  System::Call 'kernel32::GetCommandLineW() p .r0'
  System::Call 'shell32::CommandLineToArgvW(p r0, *i .r1) p .r2'
  StrCpy $3 $2
  ${While} $1 > 0
    System::Call '*$3(w .r4)'
    StrCpy $5 $4 $R3
    ${If} $5 == $R1
      StrCpy $5 $4 "" $R3
      StrCpy $4 $5 1 -1
      ${If} $4 == '"' ; of "D:\scans\": its backslash has made the quote a letter
        StrCpy $5 $5 -1
        StrCpy $4 $5 1 -1
      ${EndIf}
      ${If} $4 == "\"
        StrCpy $5 "$5\" ; or it would do the same to the quote that follows here
      ${EndIf}
      StrCpy $Given '$Given --$R2 "$5"'
    ${EndIf}
    IntPtrOp $3 $3 + 8
    IntOp $1 $1 - 1
  ${EndWhile}
  System::Call 'kernel32::LocalFree(p r2)'
FunctionEnd

Function .onInit
  StrCpy $Folder $INSTDIR
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse 7 $(OLD_WINDOWS)
  ${EndIf}
  ${GetParameters} $R0
  UserInfo::GetAccountType
  Pop $R2
  ClearErrors
  ${GetOptions} $R0 "/AllUsers" $R1
  ${IfNot} ${Errors}
  ${AndIf} $R2 != "Admin"
    !insertmacro Refuse 4 $(NO_RIGHT)
  ${EndIf}
  !insertmacro MULTIUSER_INIT
  ${If} $Folder != ""
    StrCpy $INSTDIR $Folder ; MultiUser takes no notice of /D
  ${EndIf}
  !insertmacro MUI_LANGDLL_DISPLAY
  !insertmacro Take OFFICE office
  !insertmacro Take DATABASE database
  !insertmacro Take SCANFOLDER scan-folder
  !insertmacro Take REPORTFOLDER report-folder
  !insertmacro Take ERASUREFOLDER erasure-folder
  !insertmacro Take UPDATEPLACE update-place
  !insertmacro Take UPDATEKEY update-key
  !insertmacro RefuseWhileRunning
  ReadRegStr $R3 SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $R3 != ""
    ${VersionCompare} "$R3" "${VERSION}" $R4
    ClearErrors
    ${GetOptions} $R0 "/FORCE" $R1
    ${If} ${Errors}
    ${AndIf} $R4 = 1
      !insertmacro Refuse 5 $(NEWER)
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
  !insertmacro MUI_UNGETLANGUAGE
  !insertmacro RefuseWhileRunning
FunctionEnd

Function Start
  Exec '"$INSTDIR\LPO Desk.exe"'
FunctionEnd

Section
  ; The libraries of before go as a whole, so that nothing stale stays. Windows refuses to rename a folder with a file
  ; in use: then nothing has been touched yet.
  RMDir /r "$INSTDIR\_internal.old"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
    ${If} ${Errors}
      !insertmacro Refuse 3 $(RUNNING)
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${SOURCE}/*.*"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_internal.old" "$INSTDIR\_internal"
    SetErrorLevel 2
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\_internal.old"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\LPO Desk"
  Delete "$SMPROGRAMS\LPO Desk\*.lnk"
  CreateShortCut "$SMPROGRAMS\LPO Desk\LPO Desk.lnk" "$INSTDIR\LPO Desk.exe"
  CreateShortCut "$SMPROGRAMS\LPO Desk\$(PRACTICE).lnk" "$INSTDIR\LPO Desk.exe" "--practice"

  WriteRegStr SHCTX "${LINK_KEY}" "" "URL:LPO Desk"
  WriteRegStr SHCTX "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr SHCTX "${LINK_KEY}\DefaultIcon" "" '"$INSTDIR\LPO Desk.exe",0'
  WriteRegStr SHCTX "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\LPO Desk.exe" --link "%1"'

  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\LPO Desk.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallerLanguage" "$LANGUAGE"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"

  ${If} $MultiUser.InstallMode == "AllUsers"
    ; The computer's settings say where passwords are typed to: administrators write them, users read them.
    ReadEnvStr $0 ProgramData
    CreateDirectory "$0\LPOnet\LPO Desk"
    ; Whoever made the folder before, it is theirs no more.
    nsExec::Exec '"$SYSDIR\icacls.exe" "$0\LPOnet" /setowner *S-1-5-32-544 /T'
    Pop $1
    nsExec::Exec '"$SYSDIR\icacls.exe" "$0\LPOnet" /reset /T'
    Pop $1
    nsExec::Exec '"$SYSDIR\icacls.exe" "$0\LPOnet" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
    Pop $1
    ${If} $Given != ""
      nsExec::ExecToLog '"$INSTDIR\lpo-desk.exe" configure$Given' ; the list of details tells what is refused
      Pop $1
      ${If} $1 != 0
        !insertmacro Refuse 6 $(REFUSED)
      ${EndIf}
    ${EndIf}
  ${EndIf}
SectionEnd

; What people have made stays: databases and settings of users, and the settings of the computer.
Section "Uninstall"
  ClearErrors
  Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
  ${If} ${Errors}
  ${AndIf} ${FileExists} "$INSTDIR\_internal\*.*"
    !insertmacro Refuse 3 $(RUNNING)
  ${EndIf}
  RMDir /r "$INSTDIR\_internal.old"
  Delete "$INSTDIR\LPO Desk.exe"
  Delete "$INSTDIR\lpo-desk.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\LPO Desk\*.lnk"
  RMDir "$SMPROGRAMS\LPO Desk"
  DeleteRegKey SHCTX "${LINK_KEY}"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
