"""The product book."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken
from portal.domain.policies import Permission
from portal.queries.region_contracts import contract_book
from portal.services.registering import add_product, rename_product
from portal.web.access import desk, desk_session, requires
from portal.web.binding import Bound, bind, forget_kept
from portal.web.chrome import Link
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, region_scope
from portal.web.region.forms import PRODUCT, PRODUCT_NAME
from portal.web.region.presenters import PRODUCT_COLUMNS, STANDARD_COLUMNS, book_lines


@blueprint.get("/productenboek")
@requires(Permission.REGION_MANAGE)
def products() -> WerkzeugResponse:
    """All products, and the versions of the contract."""
    found, standards = book_lines(contract_book(desk_session(), region_scope()))
    return show(
        "region/productenboek.html",
        "Productenboek",
        lead="De producten die gemeenten in deze regio inkopen. Een overeenkomst verwijst ernaar "
        "met de code.",
        products=found,
        product_columns=PRODUCT_COLUMNS,
        standards=standards,
        standard_columns=STANDARD_COLUMNS,
        add=Link("Product toevoegen", url_for(".new_product")),
    )


@blueprint.route("/product-toevoegen", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def new_product() -> WerkzeugResponse:
    """A product that the book does not have yet."""
    bound = bind(PRODUCT)
    if request.method == "POST" and bound.is_good:
        try:
            add_product(
                desk_session(),
                region_scope(),
                desk().actor,
                code=bound.answers["code"],
                domain=bound.answers["domein"],
                name=bound.answers["naam"],
            )
        except RuleBroken as refused:
            bound.refuse(refused)
        else:
            return _done(f"Product {bound.answers['code']} staat in het productenboek.")
    return _form(bound, "Product toevoegen", "Product toevoegen")


@blueprint.route("/productenboek/<code>", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def product(code: str) -> WerkzeugResponse:
    """Another name for a product."""
    book = contract_book(desk_session(), region_scope())
    if code not in book.products:
        raise NotThere
    bound = bind((PRODUCT_NAME,), stored={"naam": book.products[code][1]})
    if request.method == "POST" and bound.is_good:
        rename_product(
            desk_session(), region_scope(), desk().actor, code=code, name=bound.answers["naam"]
        )
        return _done(f"Product {code} heet nu “{bound.answers['naam']}”.")
    return _form(bound, f"Product {code} hernoemen", "Naam opslaan")


def _done(sentence: str) -> WerkzeugResponse:
    desk_session().commit()
    forget_kept()
    say(sentence)
    return redirect(url_for(".products"), 303)


def _form(bound: Bound, title: str, button: str) -> WerkzeugResponse:
    return show(
        "region/formulier.html",
        title,
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(Link("Productenboek", url_for(".products")),),
        form=bound.form,
        action=request.path,
        button=button,
        cancel=Link("Annuleren", url_for(".products")),
    )
