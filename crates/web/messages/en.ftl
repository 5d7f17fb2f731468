# The shell's own words. Keys are shared with fr.ftl, in the same order.
site-description = Actions that work elsewhere: read them, compare them, make them yours.
skip-to-content = Skip to content
main-navigation = Main menu
footer-navigation = About this site
theme = Appearance
theme-auto = Appearance: same as system
theme-light = Appearance: light
theme-dark = Appearance: dark
content-licence = Content under
contact = Write to us:
back-home = Back to the home page

previous-page = Previous page
next-page = Next page
page-number = Page { $page }
page-of = Page { $page } of { $pages }
pagination = Pages of results

error-status = Error { $status }
error-not-found-title = This page does not exist
error-not-found = The address may have changed, or it may contain a typing mistake.
error-bad-request-title = We could not understand this request
error-bad-request = Check the address or the form, then try again.
error-method-not-allowed-title = You cannot do this here
error-method-not-allowed = This address does not answer that kind of request. Go back to the previous page.
error-payload-too-large-title = This is too large to send
error-payload-too-large = Send a smaller file, or send it in several parts.
error-uri-too-long-title = The address is too long
error-uri-too-long = Remove a few filters or shorten your search.
error-unsupported-media-type-title = This format is not accepted
error-unsupported-media-type = Send the content in one of the formats listed in the documentation.
error-too-many-requests-title = Too many requests at once
error-too-many-requests = Wait a moment, then try again. Nothing is lost.
error-internal-title = Something went wrong
error-internal = The fault is on our side and has been recorded. Please try again in a few minutes.
error-unavailable-title = The service will be back soon
error-unavailable = Please try again in a minute: maintenance is under way.
